import type { Check, Fault, ScanTarget } from "./check.ts";
import type { ScanAnswer, ScanRequest } from "./scan-target.ts";

const PAGES = [
  "/",
  "/cart",
  "/no-such-page",
  "/api/v1/products?limit=1",
  "/api/v1/products/none",
  "/health",
  "/robots.txt",
];
const HTML = { accept: "text/html" };

function headerOf({ headers }: ScanAnswer, name: string): string {
  const value = headers[name];
  return typeof value === "string" ? value : (value ?? []).join(", ");
}

function fault(severity: Fault["severity"], title: string): readonly Fault[] {
  return [{ severity, title }];
}

/** Source: OWASP Secure Headers Project. `unsafe-inline` in script-src makes the policy worth nothing against injection. */
function policyFaults(answer: ScanAnswer): readonly Fault[] {
  const policy = headerOf(answer, "content-security-policy");
  if (policy === "") return fault("high", "no Content-Security-Policy");
  const scripts = /(?:script-src|default-src) ([^;]*)/.exec(policy)?.[1] ?? "";
  if (scripts === "" || /'unsafe-inline'|'unsafe-eval'|\*/.test(scripts))
    return fault("high", "the policy lets any script run");
  return policy.includes("frame-ancestors") ? [] : fault("medium", "the policy names no frame-ancestors");
}

function headerFaults(answer: ScanAnswer, isHttps: boolean): readonly Fault[] {
  const is = (name: string, pattern: RegExp): boolean => pattern.test(headerOf(answer, name));
  return [
    ...policyFaults(answer),
    ...(is("x-content-type-options", /^nosniff$/i) ? [] : fault("medium", "X-Content-Type-Options is not nosniff")),
    ...(is("x-frame-options", /^(?:deny|sameorigin)$/i) ? [] : fault("medium", "no X-Frame-Options")),
    ...(is("referrer-policy", /^(?:no-referrer|same-origin|strict-origin)/i)
      ? []
      : fault("low", "no strict Referrer-Policy")),
    ...(!isHttps || is("strict-transport-security", /max-age=\d{7,}/)
      ? []
      : fault("medium", "no Strict-Transport-Security")),
  ];
}

function cookieFaults({ headers }: ScanAnswer, isHttps: boolean): readonly Fault[] {
  const cookies = headers["set-cookie"] ?? [];
  return (typeof cookies === "string" ? [cookies] : cookies).flatMap((cookie) => {
    const name = cookie.split("=")[0] ?? "";
    const has = (flag: RegExp): boolean => flag.test(cookie);
    return [
      ...(has(/; *httponly/i) ? [] : fault("high", `scripts can read the cookie ${name}`)),
      ...(has(/; *samesite=(?:lax|strict)/i) ? [] : fault("medium", `other sites bring the cookie ${name}`)),
      ...(!isHttps || has(/; *secure/i) ? [] : fault("high", `the cookie ${name} goes out unencrypted`)),
    ];
  });
}

const LEAKS = ["server", "x-powered-by", "x-aspnet-version", "via"];

function leaks(answer: ScanAnswer): readonly Fault[] {
  const told = LEAKS.filter((name) => /\d|express|fastify|node/i.test(headerOf(answer, name)));
  return told.flatMap((name) => fault("low", `${name} tells what serves: ${headerOf(answer, name)}`));
}

const STRANGER = "https://stranger.example";

function originFaults(answer: ScanAnswer): readonly Fault[] {
  const allowed = headerOf(answer, "access-control-allow-origin");
  const withCookies = headerOf(answer, "access-control-allow-credentials") === "true";
  if (allowed !== STRANGER && allowed !== "*" && allowed !== "null") return [];
  return fault(
    withCookies ? "critical" : "high",
    `any site may read this answer${withCookies ? ", with the shopper's cookies" : ""}`,
  );
}

/** What pages set cookies: those that a form leads to. */
async function pathsWithCookies(send: Parameters<Check>[0]["send"]): Promise<readonly string[]> {
  const { body } = await send({ path: "/", headers: HTML });
  return [...new Set([...body.matchAll(/href="(\/[^"#]*)"/g)].map((match) => match[1] ?? "/"))].slice(0, 10);
}

/** Puts the first product into a cart, as a browser's form does: this is where a cookie is set. */
async function purchase(publicUrl: string, send: ScanTarget["send"]): Promise<ScanRequest> {
  const { body } = await send({ path: "/api/v1/products?limit=1" });
  const variantId = /"id":"([^"]+)"/.exec(body.split('"variants"')[1] ?? "")?.[1] ?? "none";
  const headers = { ...HTML, origin: publicUrl, "content-type": "application/x-www-form-urlencoded" };
  const form = `variantId=${encodeURIComponent(variantId)}&quantity=1`;
  return { method: "POST", path: "/cart/lines", headers, body: form };
}

/** A check of cookies that saw none checked nothing. */
function absentCookie({ status, headers }: ScanAnswer): readonly Fault[] {
  return headers["set-cookie"] === undefined ? fault("high", `no cookie to look at: the cart answered ${status}`) : [];
}

/** Checks that look at headers alone. */
export const HEADER_CHECKS = {
  "security-headers": ({ publicUrl }) =>
    PAGES.map((path) => ({
      request: { path, headers: HTML },
      judge: (answer) => headerFaults(answer, publicUrl.startsWith("https:")),
    })),
  "cookie-flags": async ({ publicUrl, send }) => {
    const judge = (answer: ScanAnswer): readonly Fault[] => cookieFaults(answer, publicUrl.startsWith("https:"));
    const links = await pathsWithCookies(send);
    return [
      ...links.map((path) => ({ request: { path, headers: HTML }, judge })),
      { request: await purchase(publicUrl, send), judge: (answer) => [...judge(answer), ...absentCookie(answer)] },
    ];
  },
  "no-version-leak": () => PAGES.map((path) => ({ request: { path }, judge: leaks })),
  cors: () =>
    ["/", "/api/v1/products?limit=1", "/api/v1/carts/none"].flatMap((path) => [
      { request: { path, headers: { origin: STRANGER } }, judge: originFaults },
      { request: { path, headers: { origin: "null" } }, judge: originFaults },
      {
        request: { method: "OPTIONS", path, headers: { origin: STRANGER, "access-control-request-method": "PUT" } },
        judge: originFaults,
      },
    ]),
} satisfies Readonly<Record<string, Check>>;
