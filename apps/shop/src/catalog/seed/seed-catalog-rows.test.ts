import { expect, test } from "vitest";
import { drawPicture, isPictureShape } from "../../web/pictures/draw-picture.ts";
import { seedCatalogRows } from "./seed-catalog-rows.ts";

const { categories, products, variants } = seedCatalogRows();

test("the seed is the same every time", () => {
  expect(seedCatalogRows()).toEqual({ categories, products, variants });
});

test("there are about two hundred products in ten categories, with one to four variants each", () => {
  expect(categories).toHaveLength(10);
  expect(products.length).toBeGreaterThanOrEqual(190);
  const counts = products.map(({ id }) => variants.filter((variant) => variant.product_id === id).length);
  expect(Math.min(...counts)).toBe(1);
  expect(Math.max(...counts)).toBe(4);
});

test("ids, slugs and SKUs are unique", () => {
  for (const values of [
    products.map(({ id }) => id),
    products.map(({ slug }) => slug),
    variants.map(({ id }) => id),
    variants.map(({ sku }) => sku),
  ])
    expect(new Set(values).size).toBe(values.length);
});

test("prices are positive, in one currency, and some variants are sold out", () => {
  expect(variants.every(({ price_minor }) => Number.isInteger(price_minor) && price_minor > 0)).toBe(true);
  expect(new Set(variants.map(({ currency }) => currency))).toEqual(new Set(["EUR"]));
  expect(variants.some(({ stock }) => stock === 0)).toBe(true);
  expect(variants.filter(({ stock }) => stock === 0).length).toBeLessThan(variants.length / 8);
});

test("every product's picture can be drawn", () => {
  for (const { image_path: path } of products) {
    const [, , , category = "", shape = "", file = ""] = path.split("/");
    if (!isPictureShape(shape)) throw new Error(`${path} names no shape`);
    expect(drawPicture({ category, shape, name: file })).toMatch(/^<svg .*<\/svg>$/u);
  }
});
