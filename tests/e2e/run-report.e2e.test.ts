import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { renderHtml, toRunRecord } from "@ecommerce-cart/reports";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sampleLogs } from "../../packages/reports/src/test-builders/a-run-of-everything.ts";
import { aRunOfFortyGates } from "../../packages/reports/src/test-builders/a-run-of-forty-gates.ts";
import { launchBrowser } from "./browser.ts";

let browser: Browser;
const folder = mkdtempSync(join(tmpdir(), "run-report-"));

beforeAll(async () => {
  const html = renderHtml(toRunRecord(aRunOfFortyGates()), { logs: sampleLogs() });
  writeFileSync(join(folder, "report.html"), html);
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

async function open(options: BrowserContextOptions): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  await page.goto(`file://${join(folder, "report.html")}`);
  return page;
}

test.each([360, 720, 1200])("a page of forty gates scrolls in one direction only, %d pixels wide", async (width) => {
  const page = await open({ viewport: { width, height: 740 } });
  const overflow = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  expect(overflow).toBe(0);
  await page.locator("details.passing summary").first().click();
  expect(await page.getByText("end-to-end tests").last().isVisible()).toBe(true);
});

test.each(["light", "dark"] as const)("everyone can read it, %s", async (colorScheme) => {
  const page = await open({ viewport: { width: 1200, height: 900 }, colorScheme });
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});

test("it asks for nothing", async () => {
  const page = await (await browser.newContext()).newPage();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(`file://${join(folder, "report.html")}`);
  expect(asked.filter((url) => !url.startsWith("data:"))).toEqual([page.url()]);
});

test("what is folded away is printed", async () => {
  const page = await open({ viewport: { width: 1200, height: 900 } });
  await page.emulateMedia({ media: "print" });
  const height = await page
    .locator("details.passing table")
    .first()
    .evaluate((table) => table.clientHeight);
  expect(height).toBeGreaterThan(50);
});
