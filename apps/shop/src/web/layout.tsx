import type { ComponentChildren, VNode } from "preact";
import type { PageFrame } from "./page-frame.ts";
import { SHOP_NAME } from "./site.ts";

/** A whole document around one page's content. */
export interface LayoutProps {
  readonly frame: PageFrame;
  /** Without the shop's name, which is added. */
  readonly title: string;
  readonly description?: string;
  readonly searchText?: string;
  /** Slug of the category shown. */
  readonly category?: string | undefined;
  readonly children: ComponentChildren;
}

/** Skip link, header with search and shelves, content, footer with the release that serves. */
export function Layout(props: LayoutProps): VNode {
  const { frame, title, children } = props;
  return (
    <html lang="en">
      <Head frame={frame} title={`${title} · ${SHOP_NAME}`} description={props.description} />
      <body>
        <a class="skip-link" href="#content">
          Skip to content
        </a>
        <Header frame={frame} searchText={props.searchText ?? ""} />
        {frame.categories.length > 0 && <Shelves frame={frame} current={props.category} />}
        <main id="content" tabIndex={-1} class="page">
          {children}
        </main>
        <Footer frame={frame} />
      </body>
    </html>
  );
}

/** The document's head: everything it loads comes from this site. */
export function Head(props: {
  readonly frame: Pick<PageFrame, "assets">;
  readonly title: string;
  readonly description?: string | undefined;
}): VNode {
  const { assets } = props.frame;
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>{props.title}</title>
      {props.description !== undefined && <meta name="description" content={props.description} />}
      <link rel="icon" type="image/svg+xml" href={assets.url("icon.svg")} />
      <link rel="stylesheet" href={assets.url("shop.css")} />
      <script src={assets.url("shop.js")} defer />
    </head>
  );
}

function Header({ frame, searchText }: { readonly frame: PageFrame; readonly searchText: string }): VNode {
  return (
    <header class="site-header">
      <div class="site-header__inner">
        <a class="brand" href="/">
          <Mark />
          <span>{SHOP_NAME}</span>
        </a>
        <form class="search" role="search" action="/" method="get">
          <label class="visually-hidden" for="site-search">
            Search the shop
          </label>
          <input
            id="site-search"
            type="search"
            name="q"
            value={searchText}
            maxLength={200}
            placeholder="Search mugs, blankets, marmalade"
          />
          <button type="submit" class="button button--quiet">
            Search
          </button>
        </form>
        <a class="cart-link" href="/cart">
          <BasketIcon />
          <span>Cart</span>
          <span class="cart-link__count">
            {frame.cartCount}
            <span class="visually-hidden">{frame.cartCount === 1 ? " item" : " items"}</span>
          </span>
        </a>
      </div>
    </header>
  );
}

function Shelves({ frame, current }: { readonly frame: PageFrame; readonly current: string | undefined }): VNode {
  return (
    <nav class="shelves" aria-label="Categories">
      <ul>
        {frame.categories.map((category) => (
          <li key={category.id}>
            <a
              href={`/?category=${encodeURIComponent(category.slug)}`}
              aria-current={category.slug === current ? "page" : undefined}
            >
              {category.name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Footer({ frame }: { readonly frame: PageFrame }): VNode {
  return (
    <footer class="site-footer">
      <p>{SHOP_NAME}: plain, lasting things for houses near water. A demonstration shop; nothing here is for sale.</p>
      <p class="site-footer__release">
        {frame.site.isSandbox && <span class="tag">Sandbox payments</span>} Release <code>{frame.site.releaseId}</code>,
        version <code>{frame.site.version}</code>
      </p>
    </footer>
  );
}

function Mark(): VNode {
  return (
    <svg class="brand__mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
      <path d="M5 15 16 5l11 10v6H5z" fill="currentColor" />
      <path d="M13 21v-5h6v5z" class="brand__door" />
      <path
        d="M3 26q3.250-4 6.500 0t6.500 0 6.500 0 6.500 0"
        fill="none"
        stroke="currentColor"
        stroke-width="2.500"
        stroke-linecap="round"
      />
    </svg>
  );
}

function BasketIcon(): VNode {
  return (
    <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
      <path
        d="M3 9h18l-2 11H5zM8 9l4-6 4 6M9 13v3M15 13v3"
        fill="none"
        stroke="currentColor"
        stroke-width="1.800"
        stroke-linejoin="round"
        stroke-linecap="round"
      />
    </svg>
  );
}
