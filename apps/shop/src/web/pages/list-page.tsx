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
      <HarbourScene />
    </div>
  );
}

function HarbourScene(): VNode {
  const wave = "q15-14 30 0t30 0 30 0 30 0 30 0 30 0 30 0 30 0 30 0 30 0 30 0 30 0 30 0 30 0 30 0 30 0 30 0";
  return (
    <svg class="welcome__scene" viewBox="0 0 480 240" aria-hidden="true">
      <circle cx="372" cy="62" r="30" fill="#f0c27a" />
      <path d="M60 178v-52l34-30 34 30v52z" fill="#b75b45" />
      <path d="M134 178V96l40-36 40 36v82z" fill="#e3d8c6" />
      <path d="M220 178v-64l30-26 30 26v64z" fill="#d9b56c" />
      <path d="M84 150h18v28H84zM164 132h20v46h-20zM242 142h16v36h-16z" fill="#13313f" />
      <path d="M150 104h14v14h-14zM184 104h14v14h-14z" fill="#f0c27a" />
      <path d="M336 178V84l52 80zM330 178V104l-36 60z" fill="#fbf6ec" />
      <path d="M286 184h116l-18 28h-80z" fill="#9c4420" />
      <path d="M40 178h248v8H40z" fill="#86604a" />
      <g fill="none" stroke="#8fb4c2" stroke-width="4" stroke-linecap="round">
        <path d={`M0 208${wave}`} />
        <path d={`M-15 226${wave}`} />
      </g>
    </svg>
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
