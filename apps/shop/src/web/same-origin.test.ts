import { expect, test } from "vitest";
import { isFromOurPages } from "./same-origin.ts";

const SHOP = "https://shop.test";

test.each([
  [{ "sec-fetch-site": "same-origin" }, true],
  [{ "sec-fetch-site": "same-site" }, false],
  [{ "sec-fetch-site": "cross-site", origin: SHOP }, false],
  [{ "sec-fetch-site": "none" }, false],
  [{ origin: "https://shop.test", host: "10.0.0.1:3000" }, true],
  [{ origin: "http://localhost:3001", host: "localhost:3001" }, true],
  [{ origin: "https://evil.test", host: "shop.test" }, false],
  [{ origin: "https://shop.test.evil.test", host: "shop.test" }, false],
  [{ origin: "null", host: "shop.test" }, false],
  [{ host: "shop.test" }, false],
])("a form with %j is ours: %j", (headers, isOurs) => {
  expect(isFromOurPages({ headers }, SHOP)).toBe(isOurs);
});
