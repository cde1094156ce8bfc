import type { FastifyReply, FastifyRequest } from "fastify";
import type { Site } from "./site.ts";

/** The cart of a visitor: its unguessable id. */
export const CART_COOKIE = "hh_cart";
/** The order that the visitor placed last, while it may still need its payment. */
export const ORDER_COOKIE = "hh_order";
/** Path of the bank's question about that order. */
export const BANK_COOKIE = "hh_bank";

const MONTH_SECONDS = 30 * 24 * 60 * 60;
const SAFE_VALUE = /^[\w./-]{1,256}$/u;

/** A cookie's value; undefined when it is absent or holds what we never set. */
export function readCookie(request: FastifyRequest, name: string): string | undefined {
  const value = request.cookies[name];
  return value !== undefined && SAFE_VALUE.test(value) ? value : undefined;
}

/** Sets a cookie for a month that no script can read and no other site's form brings. */
export function setCookie(
  reply: FastifyReply,
  site: Site,
  [name, value]: readonly [name: string, value: string],
): void {
  reply.setCookie(name, value, {
    path: "/",
    httpOnly: true,
    sameSite: "lax",
    secure: site.publicUrl.startsWith("https:"),
    maxAge: MONTH_SECONDS,
  });
}

/** Forgets a cookie. */
export function clearCookie(reply: FastifyReply, name: string): void {
  reply.clearCookie(name, { path: "/" });
}
