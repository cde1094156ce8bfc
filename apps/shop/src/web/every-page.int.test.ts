import { describe, expect, test } from "vitest";
import { ADDRESS, APPROVED, cardOf, HOSTILE, useTestStorefront } from "../testing/test-storefront.ts";

const storefront = useTestStorefront();

describe("hostile text", () => {
  test.each(["/?category=odd", "/products/hostile", `/?q=${encodeURIComponent(HOSTILE)}`])(
    "%s shows it and does not run it",
    async (url) => {
      const browser = storefront().aBrowser();
      await browser.open(url);
      expect(browser.html).not.toContain("<script>alert");
      expect(browser.html).toContain("&lt;script>alert(1)");
      expect(browser.html).not.toMatch(/value="[^"]*<script/u);
    },
  );

  test("in a cart, a checkout form and an order it stays text", async () => {
    const browser = await storefront().withCart("hostile-1");
    expect(browser.html).not.toContain("<script>alert");
    await browser.open("/checkout");
    await browser.submit("/checkout", { ...ADDRESS, name: HOSTILE, email: HOSTILE, ...cardOf(APPROVED) });
    expect(browser.status).toBe(422);
    expect(browser.html).not.toContain("<script>alert");
    expect(browser.fields("/checkout")).toMatchObject({ name: HOSTILE, email: HOSTILE });
    await browser.submit("/checkout", { ...ADDRESS, name: HOSTILE, ...cardOf(APPROVED) });
    expect(browser.text).toContain("Thank you for your order");
    expect(browser.html).not.toContain("<script>alert");
  });

  test("no page holds inline scripts or styles, and a policy forbids them", async () => {
    for (const url of ["/", "/products/mug", "/cart", "/nowhere"]) {
      const browser = await storefront().withCart("mug-1");
      await browser.open(url);
      expect(browser.html).not.toMatch(/ style="|<style|<script(?! src=)| on[a-z]+="/u);
      expect(browser.headers["content-security-policy"]).toMatch(/script-src 'self'/u);
      expect(browser.headers["content-security-policy"]).not.toContain("unsafe");
    }
  });
});

describe("addresses", () => {
  test.each(["/nowhere", "/products/nothing", "/products/%00", "/orders/guessed", "/sandbox-bank/guessed"])(
    "%s is not found, as a page",
    async (url) => {
      const browser = storefront().aBrowser();
      await browser.open(url);
      expect(browser.status).toBe(404);
      expect(browser.text).toContain("We could not find that page");
    },
  );

  test("static files are kept for ever at their fingerprint and asked again at any other", async () => {
    const { body } = await storefront().app.inject({ url: "/", headers: { accept: "text/html" } });
    const css = /\/assets\/[0-9a-f]+\/shop\.css/u.exec(body)?.[0] ?? "";
    const answer = await storefront().app.inject(css);
    expect(answer.headers).toMatchObject({
      "content-type": "text/css; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
    });
    const other = await storefront().app.inject("/assets/000000000000/shop.css");
    expect(other.headers["cache-control"]).toBe("no-cache");
    expect(other.body).toBe(answer.body);
    expect((await storefront().app.inject("/assets/x/..%2Fpackage.json")).statusCode).toBe(404);
  });

  test("pictures are drawn for their product, and nothing else is", async () => {
    const picture = await storefront().app.inject("/pictures/1/kitchen/mug/oat-mug.svg");
    expect(picture.headers).toMatchObject({
      "content-type": "image/svg+xml; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
    });
    for (const path of ["kitchen/dragon/a.svg", "kitchen/mug/a.png", "kitchen/mug/%22%3E.svg", "k%22/mug/a.svg"])
      expect((await storefront().app.inject(`/pictures/1/${path}`)).statusCode).toBe(404);
  });

  test("pages are nobody's cache's, and those with an address or a card are kept nowhere", async () => {
    const browser = await storefront().withCart("mug-1");
    expect(browser.headers["cache-control"]).toBe("private, no-cache");
    await browser.open("/checkout");
    expect(browser.headers["cache-control"]).toBe("private, no-store");
  });
});
