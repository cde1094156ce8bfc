import { createHash } from "node:crypto";
import { err, ok, type Result } from "@ecommerce-cart/result";
import type { ProductQuery } from "../domain/product-query.ts";
import type { ProductPosition } from "./catalog-store.ts";

/** A place in a list. */
export interface ProductCursor {
  readonly position: ProductPosition;
  /** Number of the page that the cursor leads to, from 1. */
  readonly pageNumber: number;
}

/** The cursor was altered, or belongs to another filter or sort. */
export interface InvalidCursor {
  readonly kind: "invalid-cursor";
}

/** Direction, page number, product id and sort key. A NUL is refused: PostgreSQL takes none in text. */
const BODY = /^([ab])\.(\d{1,7})\.([\w-]{1,64})\.([^\0]*)$/su;
const INTEGER_KEY = /^-?\d{1,18}$/u;
const CHECK_LENGTH = 12;

/**
 * Writes a cursor as URL-safe text that belongs to `query`.
 * The check digits are no secret: a cursor only names a place in a public list. They turn a cut or edited one into a
 * clear refusal instead of a page from somewhere else.
 */
export function encodeProductCursor(cursor: ProductCursor, query: ProductQuery): string {
  const { direction, id, key } = cursor.position;
  const body = [direction === "after" ? "a" : "b", cursor.pageNumber, id, key].join(".");
  return Buffer.from(checkDigits(body, query) + body).toString("base64url");
}

/** Reads what `encodeProductCursor` wrote for the same filter, sort and page size. */
export function decodeProductCursor(text: string, query: ProductQuery): Result<ProductCursor, InvalidCursor> {
  const decoded = Buffer.from(text, "base64url").toString("utf8");
  const body = decoded.slice(CHECK_LENGTH);
  const isOurs = decoded.slice(0, CHECK_LENGTH) === checkDigits(body, query);
  const isCanonical = Buffer.from(decoded).toString("base64url") === text;
  const cursor = isOurs && isCanonical ? parseBody(body, query) : null;
  return cursor === null ? err({ kind: "invalid-cursor" }) : ok(cursor);
}

function parseBody(body: string, query: ProductQuery): ProductCursor | null {
  const [, side, pageNumber, id, key] = BODY.exec(body) ?? [];
  if (side === undefined || id === undefined || key === undefined) return null;
  if (query.sort !== "name" && !INTEGER_KEY.test(key)) return null;
  return {
    position: { direction: side === "a" ? "after" : "before", key, id },
    pageNumber: Math.max(1, Number(pageNumber)),
  };
}

function checkDigits(body: string, query: ProductQuery): string {
  const { words, category, minPrice, maxPrice, sort, limit } = query;
  const bound = JSON.stringify([words, category, minPrice, maxPrice, sort, limit, body]);
  return createHash("sha256").update(bound).digest("base64url").slice(0, CHECK_LENGTH);
}
