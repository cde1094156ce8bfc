import type { VNode } from "preact";
import type { ProductPage } from "../../catalog/use-cases/list-products.ts";
import { ErrorSummary, type FormError } from "../components/error-summary.tsx";
import { ProductCard } from "../components/product-card.tsx";
import { listUrl, type ListForm } from "../forms/list-form.ts";
import { Layout } from "../layout.tsx";
import type { PageFrame } from "../page-frame.ts";
import { ListFilters } from "./list-filters.tsx";

/** The product list as asked for, with what was wrong with the question. */
export interface ListPageProps {
  readonly frame: PageFrame;
  readonly form: ListForm;
  readonly errors: readonly FormError[];
  readonly page: ProductPage;
}

/** Products with filters, order and pages. */
export function ListPage({ frame, form, errors, page }: ListPageProps): VNode {
  const heading = headingOf(frame, form);
  const isFront = heading === null;
  return (
    <Layout frame={frame} title={heading ?? "Things for the house"} searchText={form.q} category={form.category}>
      {isFront ? <Welcome /> : <h1>{heading}</h1>}
      <div class="list-layout">
        <ListFilters form={form} errors={errors} categories={frame.categories} />
        <section aria-label="Products">
          <ErrorSummary title="Please check the filters" errors={errors} />
          <p class="list-count" role="status">
            {page.total === 1 ? "1 product" : `${page.total} products`}
          </p>
          {page.items.length === 0 ? <NothingFound /> : <Grid page={page} />}
          <Pagination form={form} page={page} />
        </section>
      </div>
    </Layout>
  );
}

function headingOf(frame: PageFrame, form: ListForm): string | null {
  const category = frame.categories.find(({ slug }) => slug === form.category)?.name;
  if (form.q !== "") return `“${form.q}”${category === undefined ? "" : ` in ${category}`}`;
  return category ?? null;
}

function Welcome(): VNode {
  return (
    <div class="welcome">
      <h1>Things for the house, from beside the water</h1>
      <p>Stoneware, wool, oak and marmalade: made slowly, priced fairly, and packed in paper.</p>
    </div>
  );
}

function Grid({ page }: { readonly page: ProductPage }): VNode {
  return (
    <ul class="grid">
      {page.items.map((product) => (
        <li key={product.id}>
          <ProductCard product={product} />
        </li>
      ))}
    </ul>
  );
}

function NothingFound(): VNode {
  return (
    <div class="message">
      <h2>Nothing matches</h2>
      <p>Try fewer words, another category or a wider price range.</p>
      <p>
        <a class="button button--quiet" href="/">
          Show everything
        </a>
      </p>
    </div>
  );
}

function Pagination({ form, page }: { readonly form: ListForm; readonly page: ProductPage }): VNode | null {
  if (page.nextCursor === null && page.previousCursor === null) return null;
  return (
    <nav class="pagination" aria-label="Pages">
      {page.previousCursor !== null && (
        <a class="button button--quiet" rel="prev" href={listUrl(form, page.previousCursor)}>
          Previous<span class="visually-hidden"> page</span>
        </a>
      )}
      <span>
        Page {page.pageNumber} of {page.pageCount}
      </span>
      {page.nextCursor !== null && (
        <a class="button button--quiet" rel="next" href={listUrl(form, page.nextCursor)}>
          Next<span class="visually-hidden"> page</span>
        </a>
      )}
    </nav>
  );
}
