import type { Check, Fault } from "./check.ts";
import type { ScanAnswer } from "./scan-target.ts";

const HIDDEN = [
  ["/.git/config", /\[core\]/],
  ["/.git/HEAD", /^ref: /],
  ["/.env", /^[A-Z_]+=/m],
  ["/package.json", /"name"/],
  ["/package-lock.json", /"lockfileVersion"/],
  ["/manifest.json", /"digest"/],
  ["/apps/shop/dist/main.js", /import |require/],
  ["/node_modules/pg/package.json", /"name"/],
  ["/backup.zip", /^PK/],
  ["/dump.sql", /INSERT|CREATE TABLE/i],
  ["/index.html~", /<html/i],
  ["/assets/", /Index of|shop\.css/i],
  ["/.DS_Store", /Bud1/],
  ["/server-status", /Apache/],
] as const;

const TRAVERSALS = [
  "/../../../../etc/passwd",
  "/..%2f..%2f..%2f..%2fetc/passwd",
  "/assets/x/..%2f..%2f..%2fpackage.json",
  "/assets/x/....//....//etc/passwd",
  "/assets/x/%2e%2e%2f%2e%2e%2fmain.js",
  "/assets/x/..%5c..%5cpackage.json",
  "/assets/x/%00shop.css",
  "/pictures/1/..%2f..%2fetc/a/passwd.svg",
];
const IS_FILE = /root:.*:0:0:|"dependencies"|"name": "@ecommerce-cart/;

const STRANGER = "stranger.example";
const REDIRECTS = [
  `//${STRANGER}/`,
  `//${STRANGER}/%2e%2e`,
  `/\\${STRANGER}/`,
  `/?next=https://${STRANGER}`,
  `/cart?returnTo=https://${STRANGER}`,
  `/checkout?redirect=//${STRANGER}`,
  `/?url=https://${STRANGER}`,
];

/** A page that answers 200 with something else than what was asked for leaks nothing. */
function isLeak({ status, body }: ScanAnswer, pattern: RegExp): boolean {
  return status >= 200 && status < 300 && pattern.test(body);
}

function redirectFaults({ headers }: ScanAnswer): readonly Fault[] {
  const location = String(headers["location"] ?? "");
  const isAway = new RegExp(`^(?:https?:)?[/\\\\]{2}[^/]*${STRANGER}`, "i").test(location);
  return isAway ? [{ severity: "high", title: `shoppers are sent to ${STRANGER}` }] : [];
}

function methodFaults(method: string): (answer: ScanAnswer) => readonly Fault[] {
  return ({ status, body }) => {
    if (status >= 500 && status !== 501)
      return [{ severity: "medium", title: `${method} makes the shop fail: ${status}` }];
    const isEchoed = method === "TRACE" && /trace \/|x-probe/i.test(body);
    if (isEchoed) return [{ severity: "high", title: "TRACE gives back what was sent" }];
    return status >= 200 && status < 300 ? [{ severity: "medium", title: `${method} is answered with ${status}` }] : [];
  };
}

/** Checks that try addresses and methods nobody should use. */
export const PATH_CHECKS = {
  "hidden-files": () =>
    HIDDEN.map(([path, pattern]) => ({
      request: { path },
      judge: (answer) =>
        isLeak(answer, pattern) ? [{ severity: "critical", title: "a file of the server is handed out" }] : [],
    })),
  "path-traversal": () =>
    TRAVERSALS.map((path) => ({
      request: { path },
      judge: (answer) =>
        isLeak(answer, IS_FILE) ? [{ severity: "critical", title: "a file outside of the shop is handed out" }] : [],
    })),
  "open-redirect": () =>
    REDIRECTS.map((path) => ({ request: { path, headers: { accept: "text/html" } }, judge: redirectFaults })),
  "unknown-methods": () =>
    ["TRACE", "PUT", "DELETE", "PATCH", "PROPFIND", "LOCK"].map((method) => ({
      request: { method, path: "/", headers: { "x-probe": "1" } },
      judge: methodFaults(method),
    })),
} satisfies Readonly<Record<string, Check>>;
