import { expect, test } from "vitest";
import { toProductQuery, type ProductFilter, type ProductQuery } from "../domain/product-query.ts";
import { decodeProductCursor, encodeProductCursor, type ProductCursor } from "./product-cursor.ts";

function aQuery(filter: ProductFilter = {}): ProductQuery {
  const query = toProductQuery(filter);
  if (!query.ok) throw new Error("the test's filter is wrong");
  return query.value;
}

function aCursor(key = "1700000000000000"): ProductCursor {
  return { position: { direction: "after", key, id: "prod-mug" }, pageNumber: 2 };
}

const INVALID = { ok: false, error: { kind: "invalid-cursor" } };

test.each(["after", "before"] as const)("a cursor %s a product reads back as it was written", (direction) => {
  const cursor = { position: { direction, key: "1250", id: "prod-oak_1" }, pageNumber: 7 };
  const query = aQuery({ sort: "price-asc" });
  expect(decodeProductCursor(encodeProductCursor(cursor, query), query)).toEqual({ ok: true, value: cursor });
});

test("a name with any characters survives", () => {
  const query = aQuery({ sort: "name" });
  const cursor = aCursor("böse.\n “name” <b> 日本");
  expect(decodeProductCursor(encodeProductCursor(cursor, query), query)).toEqual({ ok: true, value: cursor });
});

test("changing any one character is refused", () => {
  const query = aQuery();
  const text = encodeProductCursor(aCursor(), query);
  for (let index = 0; index < text.length; index += 1) {
    const other = text[index] === "A" ? "B" : "A";
    expect(decodeProductCursor(text.slice(0, index) + other + text.slice(index + 1), query)).toEqual(INVALID);
  }
});

test.each(["", "x", "%%%", "a".repeat(2000)])("%j is no cursor", (text) => {
  expect(decodeProductCursor(text, aQuery())).toEqual(INVALID);
});

test("a cut cursor is refused", () => {
  const query = aQuery();
  expect(decodeProductCursor(encodeProductCursor(aCursor(), query).slice(0, -1), query)).toEqual(INVALID);
});

test("a cursor of another filter, order or page size is refused", () => {
  const text = encodeProductCursor(aCursor(), aQuery());
  for (const filter of [{ text: "mug" }, { category: "bath" }, { minPrice: 1 }, { sort: "price-asc" }, { limit: 5 }])
    expect(decodeProductCursor(text, aQuery(filter as ProductFilter))).toEqual(INVALID);
});

test("a well-formed cursor whose key is no number is refused where the order is numeric", () => {
  const query = aQuery({ sort: "price-asc" });
  expect(decodeProductCursor(encodeProductCursor(aCursor("12; DROP"), query), query)).toEqual(INVALID);
});

test("a NUL, which the database refuses, is refused in a name", () => {
  const query = aQuery({ sort: "name" });
  expect(decodeProductCursor(encodeProductCursor(aCursor("a\0b"), query), query)).toEqual(INVALID);
});
