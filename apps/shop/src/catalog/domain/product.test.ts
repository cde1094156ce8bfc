import { expect, test } from "vitest";
import { isAvailable, isInStock, priceRange, type Product, type Variant } from "./product.ts";

function aVariant(changes: Partial<Variant> = {}): Variant {
  return { id: "v1", sku: "S-1", title: "Small", price: { amount: 400, currency: "EUR" }, stock: 1, ...changes };
}

function aProduct(variants: readonly Variant[]): Product {
  const category = { id: "c1", slug: "kitchen", name: "Kitchen" };
  return { id: "p1", slug: "mug", title: "Mug", description: "", category, image: "/m.svg", variants };
}

test("one unit in stock is available and none is not", () => {
  expect(isAvailable(aVariant({ stock: 1 }))).toBe(true);
  expect(isAvailable(aVariant({ stock: 0 }))).toBe(false);
});

test("a product is in stock while any variant is", () => {
  expect(isInStock(aProduct([aVariant({ stock: 0 }), aVariant({ stock: 1 })]))).toBe(true);
  expect(isInStock(aProduct([aVariant({ stock: 0 }), aVariant({ stock: 0 })]))).toBe(false);
});

test("the price range spans all variants, sold out ones included", () => {
  const prices = [400, 250, 900].map((amount) => aVariant({ price: { amount, currency: "EUR" }, stock: 0 }));
  expect(priceRange(aProduct(prices))).toEqual({
    from: { amount: 250, currency: "EUR" },
    to: { amount: 900, currency: "EUR" },
  });
});

test("a product without variants is a bug", () => {
  expect(() => priceRange(aProduct([]))).toThrow("product p1 has no variant");
});
