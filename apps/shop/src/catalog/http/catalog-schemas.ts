import { Type, type Static } from "typebox";
import type { Product } from "../domain/product.ts";
import {
  DEFAULT_PAGE_SIZE,
  MAX_PAGE_SIZE,
  MAX_PRICE_MINOR,
  MAX_TEXT_LENGTH,
  PRODUCT_SORTS,
} from "../domain/product-query.ts";

const Price = (description: string): ReturnType<typeof Type.Integer> =>
  Type.Integer({ minimum: 0, maximum: MAX_PRICE_MINOR, description });

/** Query of `GET /api/v1/products`. */
export const ProductQuerySchema = Type.Object({
  q: Type.Optional(
    Type.String({ maxLength: MAX_TEXT_LENGTH, description: "Words in title or description; beginnings count." }),
  ),
  category: Type.Optional(Type.String({ pattern: "^[a-z0-9-]{1,64}$", description: "Slug of a category." })),
  minPrice: Type.Optional(Price("Lowest price of a variant, included, in minor units.")),
  maxPrice: Type.Optional(Price("Highest price of a variant, included, in minor units.")),
  sort: Type.Optional(
    Type.Enum([...PRODUCT_SORTS], { description: "Default relevance with q, newest without; ties by id." }),
  ),
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: MAX_PAGE_SIZE,
      description: `Items at most; default ${DEFAULT_PAGE_SIZE}.`,
    }),
  ),
  cursor: Type.Optional(
    Type.String({ minLength: 1, maxLength: 2000, description: "nextCursor or previousCursor of the same query." }),
  ),
});

const MoneySchema = Type.Object({
  amount: Type.Integer({ description: "Minor units." }),
  currency: Type.String({ pattern: "^[A-Z]{3}$" }),
});

const CategorySchema = Type.Object({ id: Type.String(), slug: Type.String(), name: Type.String() });

/** A product as the API gives it. */
export const ProductSchema = Type.Object({
  id: Type.String(),
  slug: Type.String(),
  title: Type.String(),
  description: Type.String(),
  category: CategorySchema,
  image: Type.String({ description: "Path of its picture." }),
  variants: Type.Array(
    Type.Object({
      id: Type.String(),
      sku: Type.String(),
      title: Type.String(),
      price: MoneySchema,
      available: Type.Integer({ minimum: 0, description: "Units that can be bought now." }),
    }),
  ),
});

/** One page of products. */
export const ProductPageSchema = Type.Object({
  items: Type.Array(ProductSchema),
  nextCursor: Type.Union([Type.String(), Type.Null()]),
  previousCursor: Type.Union([Type.String(), Type.Null()]),
  total: Type.Integer({ minimum: 0, description: "Products on all pages." }),
});

/** All categories in their order. */
export const CategoriesSchema = Type.Object({
  items: Type.Array(Type.Object({ ...CategorySchema.properties, productCount: Type.Integer({ minimum: 0 }) })),
});

/** A domain product as the API gives it; `available` means the same as in a cart and in an out-of-stock problem. */
export function toProductBody(product: Product): Static<typeof ProductSchema> {
  const { id, slug, title, description, category, image } = product;
  return {
    id,
    slug,
    title,
    description,
    category: { id: category.id, slug: category.slug, name: category.name },
    image,
    variants: product.variants.map((variant) => ({
      id: variant.id,
      sku: variant.sku,
      title: variant.title,
      price: { amount: variant.price.amount, currency: variant.price.currency },
      available: variant.stock,
    })),
  };
}
