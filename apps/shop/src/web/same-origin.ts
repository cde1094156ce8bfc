import type { FastifyRequest } from "fastify";

/**
 * Whether a form was sent from our own pages. A browser says so in `Sec-Fetch-Site`, older ones in `Origin`, which must
 * be the address that the shopper used (`Host`) or the shop's public one. Neither header: not a browser's form, refused.
 */
export function isFromOurPages(request: Pick<FastifyRequest, "headers">, publicUrl: string): boolean {
  const { origin, host } = request.headers;
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin";
  if (origin === undefined || !URL.canParse(origin)) return false;
  return new URL(origin).host === host || origin === new URL(publicUrl).origin;
}
