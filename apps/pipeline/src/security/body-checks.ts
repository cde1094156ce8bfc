import type { Check, Fault } from "./check.ts";
import type { ScanAnswer } from "./scan-target.ts";

const JSON_TYPE = { "content-type": "application/json" };
const STACK =
  /\bat [^\n(]{0,200}\([^()\n]{0,200}:\d+:\d+\)|node_modules\/|\.[jt]s:\d+:\d+|node:internal|syntax error at or near|pg_catalog/;
const LARGE_BYTES = 3 * 1024 * 1024;
const MARKUP = "<script>alert(7361)</script>";
const BREAKS = [
  MARKUP,
  `"><img src=x onerror=alert(7361)>`,
  `'"><svg/onload=alert(7361)>`,
  "</title><script>alert(7361)</script>",
];

/** Requests that are as wrong as can be: whatever they hit must not tell how it is built. */
const NONSENSE = [
  { path: "/api/v1/products?limit=%ZZ" },
  { path: "/api/v1/products?cursor=%00%ff" },
  { path: "/api/v1/products/%27%20OR%201%3D1" },
  { path: "/%ff%fe" },
  { path: `/${"a".repeat(8000)}` },
  { method: "POST", path: "/api/v1/carts", headers: JSON_TYPE, body: "{" },
  { method: "POST", path: "/api/v1/carts", headers: JSON_TYPE, body: '{"__proto__":{"a":1}}' },
  {
    method: "POST",
    path: "/api/v1/carts/none/lines",
    headers: JSON_TYPE,
    body: '{"variantId":{"$gt":""},"quantity":-1}',
  },
  { method: "POST", path: "/api/v1/checkouts", headers: JSON_TYPE, body: "[]" },
  { method: "POST", path: "/api/v1/checkouts", headers: { "content-type": "text/xml" }, body: "<x/>" },
  { path: "/", headers: { cookie: "cart=%00'\"<>" } },
] as const;

function stackFaults({ status, body }: ScanAnswer): readonly Fault[] {
  if (STACK.test(body)) return [{ severity: "medium", title: `the answer ${status} tells how the shop is built` }];
  return status >= 500 ? [{ severity: "medium", title: `nonsense makes the shop fail: ${status}` }] : [];
}

function largeFaults({ status }: ScanAnswer): readonly Fault[] {
  return status >= 400 && status < 500 ? [] : [{ severity: "high", title: `three megabytes are taken in: ${status}` }];
}

/** What must never stand in a page as it was typed. */
function reflectionFaults({ body, headers }: ScanAnswer): readonly Fault[] {
  const isPage = String(headers["content-type"] ?? "").includes("html");
  const isReflected = BREAKS.some((markup) => body.includes(markup)) || /<(?:script|img|svg)[^>]*7361/i.test(body);
  return isPage && isReflected ? [{ severity: "high", title: "what is typed becomes part of the page's markup" }] : [];
}

/** Checks that send what no page of ours would. */
export const BODY_CHECKS = {
  "no-stack-in-errors": () => NONSENSE.map((request) => ({ request, judge: stackFaults })),
  "large-body": () =>
    ["/api/v1/carts", "/api/v1/checkouts", "/cart/lines"].map((path) => ({
      request: { method: "POST", path, headers: JSON_TYPE, body: JSON.stringify({ a: "x".repeat(LARGE_BYTES) }) },
      judge: largeFaults,
    })),
  "reflected-markup": () =>
    BREAKS.flatMap((markup) => {
      const typed = encodeURIComponent(markup);
      const paths = [`/?q=${typed}`, `/?category=${typed}`, `/products/${typed}`, `/orders/${typed}`, `/${typed}`];
      return paths.map((path) => ({ request: { path, headers: { accept: "text/html" } }, judge: reflectionFaults }));
    }),
} satisfies Readonly<Record<string, Check>>;
