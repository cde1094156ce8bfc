import {
  MAX_PRICE_MINOR,
  MAX_TEXT_LENGTH,
  PRODUCT_SORTS,
  type ProductFilter,
  type ProductSort,
} from "../../catalog/domain/product-query.ts";
import type { FormError } from "../components/error-summary.tsx";
import { textOf, type SubmittedForm } from "./submitted-form.ts";

/** The list's question as typed; empty text where nothing was asked. Prices in euros. */
export interface ListForm {
  readonly q: string;
  readonly category: string | undefined;
  readonly min: string;
  readonly max: string;
  readonly sort: ProductSort;
}

/** What the form asks of the catalog, and what of it could not be used: those parts are left out. */
export interface ReadListForm {
  readonly form: ListForm;
  readonly filter: ProductFilter;
  readonly cursor: string | undefined;
  readonly errors: readonly FormError[];
}

const CATEGORY_SLUG = /^[a-z0-9-]{1,64}$/u;

/** Reads the list's query string. A page is always possible: whatever cannot be used is reported and left out. */
export function readListForm(query: SubmittedForm): ReadListForm {
  const q = textOf(query, "q").slice(0, MAX_TEXT_LENGTH);
  const slug = textOf(query, "category");
  const category = CATEGORY_SLUG.test(slug) ? slug : undefined;
  const sort = readSort(textOf(query, "sort"), q !== "");
  const form = { q, category, sort, min: textOf(query, "min"), max: textOf(query, "max") };
  const minPrice = readPrice("min", form.min);
  const maxPrice = readPrice("max", form.max);
  const errors = [minPrice, maxPrice].flatMap(({ error }) => (error === undefined ? [] : [error]));
  const isInverted = (minPrice.amount ?? 0) > (maxPrice.amount ?? MAX_PRICE_MINOR);
  if (isInverted) errors.push({ field: "max", message: "The highest price is below the lowest." });
  const prices = isInverted ? {} : { minPrice: minPrice.amount, maxPrice: maxPrice.amount };
  const cursor = textOf(query, "cursor");
  return { form, filter: { text: q, category, sort, ...prices }, cursor: cursor === "" ? undefined : cursor, errors };
}

function readSort(text: string, hasText: boolean): ProductSort {
  return PRODUCT_SORTS.find((sort) => sort === text) ?? (hasText ? "relevance" : "newest");
}

function readPrice(field: string, text: string): { readonly amount?: number | undefined; readonly error?: FormError } {
  if (text === "") return {};
  const amount = parsePrice(text);
  return amount === null
    ? { error: { field, message: `“${text}” is no price: write it like 25 or 12.50.` } }
    : { amount };
}

/** Reads a price in euros as cents; null when it is none. Example: "12,5" gives 1250. */
export function parsePrice(text: string): number | null {
  const match = /^(\d{1,8})(?:[.,](\d{1,2}))?$/u.exec(text.replace(/^€\s*/u, ""));
  if (match === null) return null;
  const cents = Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
  return cents <= MAX_PRICE_MINOR ? cents : null;
}

/** The address of a list at a cursor. */
export function listUrl(form: ListForm, cursor: string): string {
  const entries = Object.entries({ ...form, cursor }).filter(([, value]) => value !== undefined && value !== "");
  return `/?${new URLSearchParams(entries as [string, string][]).toString()}`;
}
