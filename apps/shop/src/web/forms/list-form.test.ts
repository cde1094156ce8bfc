import { expect, test } from "vitest";
import { listUrl, parsePrice, readListForm } from "./list-form.ts";

test("an empty form asks for everything, newest first", () => {
  expect(readListForm({ q: "", min: "", max: "", category: "" })).toEqual({
    form: { q: "", category: undefined, min: "", max: "", sort: "newest" },
    filter: { text: "", category: undefined, sort: "newest", minPrice: undefined, maxPrice: undefined },
    cursor: undefined,
    errors: [],
  });
});

test("prices are read in euros", () => {
  const { filter } = readListForm({ min: "12,50", max: "€ 20" });
  expect(filter).toMatchObject({ minPrice: 1250, maxPrice: 2000 });
});

test("a price that is none is told at its field and left out", () => {
  const { filter, errors } = readListForm({ min: "cheap", max: "20" });
  expect(errors).toEqual([{ field: "min", message: "“cheap” is no price: write it like 25 or 12.50." }]);
  expect(filter).toMatchObject({ minPrice: undefined, maxPrice: 2000 });
});

test("a highest price below the lowest is told and both are left out", () => {
  const { filter, errors } = readListForm({ min: "20.01", max: "20" });
  expect(errors).toEqual([{ field: "max", message: "The highest price is below the lowest." }]);
  expect(filter).not.toHaveProperty("minPrice");
  expect(readListForm({ min: "20", max: "20" }).errors).toEqual([]);
});

test.each([{ sort: "sideways" }, { category: "'; DROP" }, { q: ["a", "b"] }, { q: { toString: 1 } }])(
  "a form that nobody typed, %j, is left out without an error",
  (query) => {
    expect(readListForm(query)).toMatchObject({ errors: [], form: { q: "", category: undefined, sort: "newest" } });
  },
);

test("search text is cut at 200 characters and loses NULs", () => {
  expect(readListForm({ q: "a\0b" }).form.q).toBe("ab");
  expect(readListForm({ q: "x".repeat(201) }).form.q).toHaveLength(200);
});

test.each([
  ["0", 0],
  ["1.5", 150],
  ["21474836.47", 2_147_483_647],
  ["21474836.48", null],
  ["1.234", null],
  ["-1", null],
  ["1e3", null],
  ["", null],
])("the price %j is %j cents", (text, cents) => {
  expect(parsePrice(text)).toBe(cents);
});

test("the address of a page repeats what was asked and nothing empty", () => {
  const { form } = readListForm({ q: "oak & ash", min: "5" });
  expect(listUrl(form, "abc")).toBe("/?q=oak+%26+ash&sort=relevance&min=5&cursor=abc");
});
