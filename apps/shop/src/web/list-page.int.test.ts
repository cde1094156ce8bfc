import { expect, test } from "vitest";
import { useTestStorefront } from "../testing/test-storefront.ts";

const storefront = useTestStorefront();

test("shows products with formatted prices, categories and the release that serves", async () => {
  const browser = storefront().aBrowser();
  await browser.open("/?category=table");
  expect(browser.status).toBe(200);
  expect(browser.text).toContain("Oat Mug");
  expect(browser.text).toContain("from €16.00");
  expect(browser.text).toContain("2 products");
  expect(browser.text).toContain("Release r7, version 1.2.3");
  expect(browser.text).toContain("Sandbox payments");
});

test("filters by words and price and keeps what was asked in the form", async () => {
  const browser = storefront().aBrowser();
  await browser.open("/?q=oat&min=16&max=30&category=table");
  expect(browser.text).toContain("1 product");
  expect(browser.fields("/")).toMatchObject({ q: "oat", min: "16", max: "30", category: "table", sort: "relevance" });
});

test("pages lead on and back through every product once", async () => {
  const browser = storefront().aBrowser();
  await browser.open("/?category=jars&sort=name");
  const first = browser.links("/products/");
  await browser.follow("Next");
  const second = browser.links("/products/");
  expect(browser.text).toContain("Page 2 of 2");
  expect(new Set([...first, ...second]).size).toBe(30);
  await browser.follow("Previous");
  expect(browser.links("/products/")).toEqual(first);
});

test("an edited cursor begins at the first page", async () => {
  const browser = storefront().aBrowser();
  await browser.open("/?category=jars&cursor=abc");
  expect(browser.status).toBe(200);
  expect(browser.url).not.toContain("cursor");
});

test("a wrong price is told beside its field", async () => {
  const browser = storefront().aBrowser();
  await browser.open("/?min=%3Cb%3E");
  expect(browser.status).toBe(200);
  expect(browser.html).toContain('href="#min"');
  expect(browser.html).toContain('aria-describedby="min-error"');
  expect(browser.html).not.toContain("<b>");
});

test("a page costs one statement for products, one for their count and one for the shelves", async () => {
  storefront().database.takeStatements();
  await storefront().aBrowser().open("/");
  expect(storefront().database.takeStatements().toSorted()).toEqual([
    "catalog.categories",
    "catalog.product-count",
    "catalog.products",
  ]);
});
