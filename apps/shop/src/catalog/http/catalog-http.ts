import { TypeBoxValidatorCompiler } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import type { ShopPlugin } from "../../platform/shop-app.ts";
import { sendProblem } from "../../problems/send-problem.ts";
import type { CatalogUseCases } from "../use-cases/catalog-use-cases.ts";
import type { ListProductsError } from "../use-cases/list-products.ts";
import type { ProblemInput } from "../../problems/problem.ts";
import {
  CategoriesSchema,
  ProductPageSchema,
  ProductQuerySchema,
  ProductSchema,
  toProductBody,
} from "./catalog-schemas.ts";

// A NUL, which PostgreSQL refuses, matches no id.
const ProductParams = Type.Object({ id: Type.String({ maxLength: 200 }) });
const PRODUCT_ID = /^[\w-]+$/u;

/** The catalog's JSON API: `GET /api/v1/products`, `GET /api/v1/products/{id}`, `GET /api/v1/categories`. */
export function catalogHttp(catalog: CatalogUseCases): ShopPlugin {
  return (app) => {
    app.get(
      "/api/v1/products",
      {
        schema: { querystring: ProductQuerySchema, response: { 200: ProductPageSchema } },
        validatorCompiler: compileStrictQuery,
      },
      async (request, reply) => {
        const { q: text, cursor, ...filter } = request.query;
        const page = await catalog.listProducts({ text, ...filter }, cursor);
        if (!page.ok) return sendProblem(reply, toListProblem(page.error));
        const { items, nextCursor, previousCursor, total } = page.value;
        return reply.send({ items: items.map(toProductBody), nextCursor, previousCursor, total });
      },
    );
    app.get(
      "/api/v1/products/:id",
      { schema: { params: ProductParams, response: { 200: ProductSchema } } },
      async (request, reply) => {
        const { id } = request.params;
        if (!PRODUCT_ID.test(id)) return sendProblem(reply, { kind: "product-not-found" });
        const product = await catalog.getProduct(id);
        return product.ok ? reply.send(toProductBody(product.value)) : sendProblem(reply, { kind: product.error.kind });
      },
    );
    app.get("/api/v1/categories", { schema: { response: { 200: CategoriesSchema } } }, async (_request, reply) =>
      reply.send({ items: [...(await catalog.listCategories())] }),
    );
  };
}

/** Digits alone become numbers. The common conversion takes "", "true" and "1.5" for integers too. */
const compileStrictQuery: typeof TypeBoxValidatorCompiler = (part) => {
  const validate = TypeBoxValidatorCompiler({ ...part, httpPart: "body" });
  return (query: Record<string, unknown>) =>
    validate(Object.fromEntries(Object.entries(query).map(([name, value]) => [name, toNumber(name, value)])));
};

function toNumber(name: string, value: unknown): unknown {
  const isNumeric = ["minPrice", "maxPrice", "limit"].includes(name);
  return isNumeric && typeof value === "string" && /^-?\d{1,15}$/u.test(value) ? Number(value) : value;
}

function toListProblem(error: ListProductsError): ProblemInput {
  switch (error.kind) {
    case "invalid-cursor":
      return {
        kind: error.kind,
        errors: [{ pointer: "#/cursor", detail: "is not a cursor of this query", in: "query" }],
      };
    case "price-range-inverted":
      return {
        kind: error.kind,
        errors: [
          { pointer: "#/minPrice", detail: `${error.minPrice} is above maxPrice`, in: "query" },
          { pointer: "#/maxPrice", detail: `${error.maxPrice} is below minPrice`, in: "query" },
        ],
      };
  }
}
