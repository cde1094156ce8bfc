import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { serveBuiltShop } from "../built-shop.ts";
import type { BuiltShop } from "../built-shop.ts";
import { launchBrowser } from "./browser.ts";

let shop: BuiltShop;
let browser: Browser;

beforeAll(async () => {
  shop = await serveBuiltShop(inject("postgresUrl"), inject("shopCoverageFolder"));
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await shop.stop();
});

async function visit(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ baseURL: shop.url, ...options });
  const page = await context.newPage();
  await page.goto(path);
  return page;
}

/** The first product of the list into the cart, as far as the checkout. */
async function goToCheckout(page: Page): Promise<void> {
  await page.locator("main a[href^='/products/']").first().click();
  await page.getByRole("button", { name: /add to cart/i }).click();
  await page.goto("/cart");
  await page
    .getByRole("link", { name: /checkout/i })
    .first()
    .click();
  await page.waitForURL("**/checkout");
}

async function fillIn(page: Page, cardNumber: string): Promise<void> {
  await page.getByLabel(/e-?mail/i).fill("ann@example.org");
  await page.locator("[name=name]").fill("Ann Example");
  await page.locator("[name=line1]").fill("1 Harbour Street");
  await page.locator("[name=city]").fill("Bristol");
  await page.locator("[name=postalCode]").fill("BS1 4RW");
  await page.locator("[name=country]").selectOption("GB");
  await page.locator("[name=cardNumber]").fill(cardNumber);
  await page.locator("[name=cardExpiry]").fill(`12/${(new Date().getFullYear() + 2) % 100}`);
  await page.locator("[name=cardCvc]").fill("123");
  await page.locator("[name=cardName]").fill("Ann Example");
}

async function pay(page: Page): Promise<void> {
  await page.locator("form.checkout button.button--primary").click();
}

test.each([true, false])("a shopper buys with JavaScript %s", async (javaScriptEnabled) => {
  const page = await visit("/", { javaScriptEnabled });
  await goToCheckout(page);
  await fillIn(page, "4242 4242 4242 4242");
  await pay(page);
  await page.waitForURL("**/orders/**");
  expect(await page.locator("main").innerText()).toMatch(/thank you|order/i);
});

test("a declined card keeps what was typed, and says why", async () => {
  const page = await visit("/");
  await goToCheckout(page);
  await fillIn(page, "4000 0000 0000 0002");
  await pay(page);
  await page
    .getByText(/declined/i)
    .first()
    .waitFor();
  expect(await page.locator("[name=city]").inputValue()).toBe("Bristol");
  expect(await page.locator("[name=cardNumber]").inputValue()).toBe("");
});

test("a bank that wants more asks the shopper, and the order is paid when they approve", async () => {
  const page = await visit("/");
  await goToCheckout(page);
  await fillIn(page, "4000 0027 6000 3184");
  await pay(page);
  await page.waitForURL("**/sandbox-bank/**");
  await page.getByRole("button", { name: /approve/i }).click();
  await page.waitForURL("**/orders/**");
});

test("two clicks on pay make one order", async () => {
  const page = await visit("/");
  await goToCheckout(page);
  await fillIn(page, "4242 4242 4242 4242");
  const before = await shop.countOrders();
  await page.locator("form.checkout button.button--primary").dblclick();
  await page.waitForURL("**/orders/**");
  expect(await shop.countOrders()).toBe(before + 1);
});

test.each(["/", "/?q=lamp", "/cart", "/nothing-here"])(
  "%s has no accessibility violation (WCAG 2.2 AA, axe)",
  async (path) => {
    const page = await visit(path);
    const { violations } = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
      .analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  },
);

test("checkout and order have no accessibility violation either", async () => {
  const page = await visit("/");
  await goToCheckout(page);
  const atCheckout = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag22aa"]).analyze();
  expect(atCheckout.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  await fillIn(page, "4242 4242 4242 4242");
  await pay(page);
  await page.waitForURL("**/orders/**");
  const atOrder = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag22aa"]).analyze();
  expect(atOrder.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});
