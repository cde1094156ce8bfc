import type { VNode } from "preact";
import type { CategoryCount } from "../../catalog/domain/product.ts";
import type { ProductSort } from "../../catalog/domain/product-query.ts";
import { errorOf, type FormError } from "../components/error-summary.tsx";
import { SelectField, TextField } from "../components/field.tsx";
import type { ListForm } from "../forms/list-form.ts";

const SORT_LABELS: readonly (readonly [ProductSort, string])[] = [
  ["relevance", "Best match"],
  ["newest", "Newest"],
  ["price-asc", "Price, low to high"],
  ["price-desc", "Price, high to low"],
  ["name", "Name"],
];

/** The filter form: plain GET, so that every list has an address. */
export function ListFilters(props: {
  readonly form: ListForm;
  readonly errors: readonly FormError[];
  readonly categories: readonly CategoryCount[];
}): VNode {
  const { form, errors, categories } = props;
  const shelves = categories.map(({ slug, name, productCount }) => [slug, `${name} (${productCount})`] as const);
  const sorts = form.q === "" ? SORT_LABELS.filter(([sort]) => sort !== "relevance") : SORT_LABELS;
  return (
    <form class="filters" action="/" method="get" aria-label="Filter products">
      {form.q !== "" && <input type="hidden" name="q" value={form.q} />}
      <SelectField
        name="category"
        label="Category"
        value={form.category}
        options={[["", "Everything"], ...shelves]}
        isOptional
      />
      <SelectField name="sort" label="Sort by" value={form.sort} options={sorts} />
      <fieldset class="filters__prices">
        <legend>Price, in euros</legend>
        <PriceField name="min" label="From" value={form.min} error={errorOf(errors, "min")} />
        <PriceField name="max" label="To" value={form.max} error={errorOf(errors, "max")} />
      </fieldset>
      <p class="filters__actions">
        <button type="submit" class="button">
          Apply
        </button>
        <a href="/">Clear</a>
      </p>
    </form>
  );
}

function PriceField(props: {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly error: string | undefined;
}): VNode {
  return <TextField {...props} inputMode="decimal" maxLength={12} isOptional />;
}
