import { expect, test } from "vitest";
import { ADDRESS, APPROVED, cardOf, CHALLENGED, DECLINED, useTestStorefront } from "../testing/test-storefront.ts";

const storefront = useTestStorefront();

test("without scripts: list, product, cart, checkout, order", async () => {
  const browser = storefront().aBrowser();
  await browser.open("/?q=oat");
  await browser.follow("Oat Mug");
  await browser.submit("/cart/lines", { variantId: "mug-2", quantity: "2" });
  await browser.follow("Go to checkout");
  await browser.submit("/checkout", { ...ADDRESS, ...cardOf(APPROVED) });
  expect(browser.url).toMatch(/^\/orders\/ord_/u);
  expect(browser.text).toContain("Thank you for your order");
  expect(browser.text).toMatch(/EC-\d+/u);
  expect(browser.text).toContain("€60.00");
  expect(browser.text).toContain("Galway");
  await browser.open("/cart");
  expect(browser.text).toContain("Nothing in it yet");
  expect(browser.cookie("hh_cart")).toBeUndefined();
});

test("names everything that is wrong at once and keeps what was typed, but no card", async () => {
  const browser = await storefront().withCart("mug-1");
  await browser.open("/checkout");
  await browser.submit("/checkout", { email: "ada", name: "Ada", ...cardOf("4242424242424241"), cardCvc: "12" });
  expect(browser.status).toBe(422);
  const wrong = ["email", "line1", "city", "postalCode", "cardNumber", "cardCvc"];
  for (const field of wrong) {
    expect(browser.html).toContain(`href="#${field}"`);
    expect(browser.html).toContain(`id="${field}-error"`);
  }
  expect(browser.fields("/checkout")).toMatchObject({ email: "ada", name: "Ada", cardNumber: "", cardCvc: "" });
  expect(browser.html).not.toContain("4242424242424241");
});

test("a test card is filled in by its button, with what was typed before kept", async () => {
  const browser = await storefront().withCart("mug-1");
  await browser.open("/checkout");
  await browser.submit("/checkout", { ...ADDRESS, useCard: APPROVED });
  expect(browser.status).toBe(200);
  expect(browser.fields("/checkout")).toMatchObject({ ...ADDRESS, cardNumber: APPROVED, cardCvc: "123" });
  await browser.submit("/checkout", {});
  expect(browser.text).toContain("Thank you for your order");
});

test("a card that is no test card is refused", async () => {
  const browser = await storefront().withCart("mug-1");
  await browser.open("/checkout");
  await browser.submit("/checkout", { ...ADDRESS, ...cardOf("5555555555554444") });
  expect(browser.status).toBe(422);
  expect(browser.text).toContain("Never type a real card");
});

test("the same form sent twice, at once or later, makes one order", async () => {
  const browser = await storefront().withCart("mug-1");
  await browser.open("/checkout");
  const form = { ...browser.fields("/checkout"), ...ADDRESS, ...cardOf(APPROVED) };
  const twins = await Promise.all([browser.post("/checkout", form), browser.post("/checkout", form)]);
  const later = await browser.post("/checkout", form);
  const places = [...twins, later].map(({ statusCode, headers }) => `${statusCode} ${headers.location ?? ""}`);
  expect(places[0]).toMatch(/^303 \/orders\/ord_/u);
  expect(new Set(places).size).toBe(1);
});

test("after a decline the cart is still there and another card pays", async () => {
  const browser = await storefront().withCart("mug-1");
  await browser.open("/checkout");
  const { idempotencyKey } = browser.fields("/checkout");
  await browser.submit("/checkout", { ...ADDRESS, ...cardOf(DECLINED) });
  expect(browser.status).toBe(402);
  expect(browser.text).toContain("The bank declined this card.");
  expect(browser.fields("/checkout")).toMatchObject({ ...ADDRESS, cardNumber: "" });
  expect(browser.fields("/checkout")["idempotencyKey"]).not.toBe(idempotencyKey);
  await browser.submit("/checkout", cardOf(APPROVED));
  expect(browser.text).toContain("Thank you for your order");
});

test("the bank's question can be approved", async () => {
  const browser = await storefront().withCart("mug-1");
  await browser.open("/checkout");
  await browser.submit("/checkout", { ...ADDRESS, ...cardOf(CHALLENGED) });
  expect(browser.url).toMatch(/^\/sandbox-bank\//u);
  expect(browser.text).toContain("Approve this payment?");
  const bank = browser.url;
  await browser.open("/cart");
  await browser.follow("See that order");
  expect(browser.text).toContain("Your bank is waiting for you");
  await browser.follow("Answer your bank");
  await browser.submit(bank, { decision: "approve" });
  expect(browser.text).toContain("Thank you for your order");
  await browser.open(bank);
  expect(browser.text).toContain("Thank you for your order");
});

test("declined at the bank, the cart is as it was", async () => {
  const browser = await storefront().withCart("mug-1");
  await browser.open("/checkout");
  await browser.submit("/checkout", { ...ADDRESS, ...cardOf(CHALLENGED) });
  await browser.submit(browser.url, { decision: "decline" });
  expect(browser.text).toContain("Your order was not paid");
  await browser.follow("See the cart");
  expect(browser.text).toContain("Oat Mug");
});

test("stock that ran out meanwhile is told with what is left", async () => {
  const late = await storefront().withCart("scarce-1");
  const early = await storefront().withCart("scarce-1");
  await late.open("/checkout");
  const form = { ...late.fields("/checkout"), ...ADDRESS, ...cardOf(APPROVED) };
  await early.open("/checkout");
  await early.submit("/checkout", { ...ADDRESS, ...cardOf(APPROVED) });
  await late.submit("/checkout", form);
  expect(late.status).toBe(409);
  expect(late.text).toContain("Last Pan has just sold out.");
  await late.open("/cart");
  expect(late.text).toContain("This sold out since you chose it.");
});

test("a price that changed is shown before anything is charged", async () => {
  const browser = await storefront().withCart("drift-1");
  await browser.open("/checkout");
  await storefront().database.database.query({
    name: "test.price",
    text: "UPDATE variants SET price_minor = 2100 WHERE id = 'drift-1'",
  });
  await browser.submit("/checkout", { ...ADDRESS, ...cardOf(APPROVED) });
  expect(browser.status).toBe(409);
  expect(browser.text).toMatch(/The total changed from €[\d.]+ to €[\d.]+ since you opened this page/u);
  await browser.submit("/checkout", cardOf(APPROVED));
  expect(browser.text).toContain("Thank you for your order");
});

test("where the sandbox is off and nothing else takes cards, the checkout says so and shows no test card", async () => {
  const real = await storefront().withRealPayments();
  const browser = real.aBrowser();
  await browser.open("/products/mug");
  await browser.submit("/cart/lines", {});
  await browser.open("/checkout");
  expect(browser.text).toContain("We cannot take payments just now.");
  expect(browser.text).not.toContain("Sandbox payments");
  expect(browser.html).not.toContain(APPROVED);
  await browser.submit("/checkout", { ...ADDRESS, ...cardOf(APPROVED) });
  expect(browser.status).toBe(503);
  expect(browser.text).toContain("We will be right back");
  await real.app.close();
});

test("nobody comes to the checkout with an empty cart", async () => {
  const browser = storefront().aBrowser();
  await browser.open("/checkout");
  expect(browser.url).toBe("/cart");
});
