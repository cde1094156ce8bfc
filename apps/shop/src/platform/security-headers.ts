import type { ShopApp } from "./shop-app.ts";

const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/**
 * Sets the headers that keep a browser from running, framing or leaking what it should not, on every answer.
 * Source: OWASP HTTP Headers Cheat Sheet. The referrer stays on this site, since an order's address is a secret.
 */
export function registerSecurityHeaders(app: ShopApp, publicUrl: string): void {
  const isHttps = publicUrl.startsWith("https:");
  app.addHook("onRequest", (_request, reply, done) => {
    reply.headers({
      "content-security-policy": CONTENT_SECURITY_POLICY,
      "x-content-type-options": "nosniff",
      "referrer-policy": "same-origin",
      "x-frame-options": "DENY",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
    });
    if (isHttps) reply.header("strict-transport-security", "max-age=31536000; includeSubDomains");
    done();
  });
}
