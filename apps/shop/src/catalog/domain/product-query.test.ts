import { expect, test } from "vitest";
import { toProductQuery, toSearchWords } from "./product-query.ts";

test("an empty filter asks for the newest 24 of everything", () => {
  expect(toProductQuery({})).toEqual({
    ok: true,
    value: { words: [], category: null, minPrice: null, maxPrice: null, sort: "newest", limit: 24 },
  });
});

test("search words sort by relevance unless another order is asked", () => {
  expect(toProductQuery({ text: "mug" })).toMatchObject({ value: { sort: "relevance" } });
  expect(toProductQuery({ text: "mug", sort: "name" })).toMatchObject({ value: { sort: "name" } });
});

test("relevance without words falls back to newest", () => {
  expect(toProductQuery({ text: " - ", sort: "relevance" })).toMatchObject({ value: { words: [], sort: "newest" } });
});

test("a price range may be one price wide", () => {
  expect(toProductQuery({ minPrice: 500, maxPrice: 500 })).toMatchObject({ ok: true });
});

test("a price range that is upside down is refused with both limits", () => {
  const error = { kind: "price-range-inverted", minPrice: 501, maxPrice: 500 };
  expect(toProductQuery({ minPrice: 501, maxPrice: 500 })).toEqual({ ok: false, error });
});

test("one limit alone is no range to be upside down", () => {
  expect(toProductQuery({ minPrice: 900 })).toMatchObject({ ok: true, value: { minPrice: 900, maxPrice: null } });
  expect(toProductQuery({ maxPrice: 0 })).toMatchObject({ ok: true, value: { minPrice: null, maxPrice: 0 } });
});

test("search words are letters and digits, lower case, whatever stands between them", () => {
  expect(toSearchWords("  Salt-glazed MUG! & 2 Übertöpfe:* ")).toEqual(["salt", "glazed", "mug", "2", "übertöpfe"]);
  expect(toSearchWords("'|&!()")).toEqual([]);
});

test("eight words are used and a ninth is not", () => {
  expect(toSearchWords("a b c d e f g h")).toHaveLength(8);
  expect(toSearchWords("a b c d e f g h i")).toEqual(["a", "b", "c", "d", "e", "f", "g", "h"]);
});
