import { expect, test } from "vitest";
import { useTestStorefront } from "../testing/test-storefront.ts";

const storefront = useTestStorefront();

test("without scripts: add, add again, change, remove", async () => {
  const browser = await storefront().withCart("mug-1", "mug-1", "bowl-1");
  expect(browser.url).toBe("/cart?done=added");
  expect(browser.text).toContain("€32.00");
  const [mugLine = ""] = browser.actions("/cart/lines/");
  await browser.submit(mugLine, { quantity: "5" });
  expect(browser.text).toContain("The quantity is changed.");
  expect(browser.text).toContain("€80.00");
  await browser.submit(`${mugLine}/remove`, {});
  expect(browser.text).toContain("Removed from your cart.");
  expect(browser.text).not.toContain("Oat Mug");
  expect(browser.text).toContain("Tide Bowl");
});

test("its cookie is out of reach of scripts and other sites' forms", async () => {
  const browser = await storefront().withCart("mug-1");
  expect(browser.setCookies.join()).toMatch(/hh_cart=[\w-]{20,}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax/u);
});

test("is empty for somebody new", async () => {
  const browser = storefront().aBrowser();
  await browser.open("/cart");
  expect(browser.text).toContain("Nothing in it yet");
});

test.each(["0", "100", "-1", "1.5", "many", ""])(
  "quantity %j is refused kindly and kept in the form",
  async (quantity) => {
    const browser = storefront().aBrowser();
    await browser.open("/products/mug");
    await browser.submit("/cart/lines", { quantity });
    expect(browser.status).toBe(422);
    expect(browser.text).toContain("1 to 99 times");
    expect(browser.fields("/cart/lines")).toMatchObject({ quantity });
  },
);

test("an option that is not sold is refused", async () => {
  const browser = storefront().aBrowser();
  await browser.open("/products/mug");
  await browser.submit("/cart/lines", { variantId: "nothing" });
  expect(browser.status).toBe(422);
  expect(browser.text).toContain("Choose one of the options");
});

test("a sold out product offers no way into the cart", async () => {
  const browser = storefront().aBrowser();
  await browser.open("/products/gone");
  expect(browser.text).toContain("Sold out for now.");
  expect(browser.actions("/cart/lines")).toEqual([]);
});

test("a form of another site changes nothing", async () => {
  for (const headers of [{ origin: "https://evil.test" }, {}, { "sec-fetch-site": "cross-site" }]) {
    const answer = await storefront().app.inject({
      method: "POST",
      url: "/cart/lines",
      headers: { host: "shop.test", "content-type": "application/x-www-form-urlencoded", ...headers },
      payload: "variantId=mug-1&quantity=1",
    });
    expect(answer.statusCode).toBe(403);
    expect(answer.headers["set-cookie"]).toBeUndefined();
  }
});
