import type { ListProductsError } from "../catalog/use-cases/list-products.ts";
import type { ProductNotFound } from "../catalog/use-cases/catalog-use-cases.ts";
import type { AddLineError, ChangeLineError, RemoveLineError } from "../cart/domain/cart-errors.ts";
import type { PlaceOrderError } from "../checkout/domain/checkout-types.ts";
import type { OrderNotFound } from "../orders/domain/order-view.ts";
import type { ChallengeClosed, ChallengeNotFound, CreatePaymentTokenError } from "../payments/domain/payment-types.ts";

/** Every expected failure of the shop's features. */
export type FeatureErrorKind = (
  | ListProductsError
  | ProductNotFound
  | AddLineError
  | ChangeLineError
  | RemoveLineError
  | PlaceOrderError
  | OrderNotFound
  | CreatePaymentTokenError
  | ChallengeNotFound
  | ChallengeClosed
)["kind"];

/** Failures of the HTTP boundary itself. */
export type HttpErrorKind =
  | "invalid-input"
  | "malformed-body"
  | "malformed-request"
  | "payload-too-large"
  | "unsupported-media-type"
  | "route-not-found"
  | "idempotency-key-missing"
  | "too-many-requests"
  | "service-unavailable"
  | "internal-error";

/** Every kind of problem that the API answers. */
export type ProblemKind = FeatureErrorKind | HttpErrorKind;

/** What an answer of one kind says; `advice` stands on the page that the problem's type leads to. */
export interface ProblemEntry {
  readonly status: number;
  readonly title: string;
  readonly advice: string;
}

/** The one table from kinds to HTTP. A kind without an entry does not compile; docs/errors.md repeats it. */
export const PROBLEMS: Readonly<Record<ProblemKind, ProblemEntry>> = {
  "invalid-input": {
    status: 400,
    title: "Invalid input",
    advice: "Correct each field that `errors` points to and send the request again.",
  },
  "malformed-body": { status: 400, title: "Malformed body", advice: "Send one well-formed JSON document." },
  "malformed-request": { status: 400, title: "Malformed request", advice: "Correct the address or the headers." },
  "payload-too-large": { status: 413, title: "Payload too large", advice: "Send at most 64 KiB." },
  "unsupported-media-type": {
    status: 415,
    title: "Unsupported media type",
    advice: "Send the body as application/json.",
  },
  "route-not-found": { status: 404, title: "Not found", advice: "Check the address and the method." },
  "idempotency-key-missing": {
    status: 400,
    title: "Idempotency key missing",
    advice: "Send an Idempotency-Key header of 1 to 255 printable characters, a fresh one (a UUID) for each purchase.",
  },
  "too-many-requests": { status: 429, title: "Too many requests", advice: "Wait as long as Retry-After says." },
  "service-unavailable": {
    status: 503,
    title: "Service unavailable",
    advice: "Try again as Retry-After says; a checkout with the same Idempotency-Key.",
  },
  "internal-error": {
    status: 500,
    title: "Internal error",
    advice: "The fault is ours. Tell us the `instance` of the answer.",
  },
  "invalid-cursor": { status: 400, title: "Invalid cursor", advice: "Start again without a cursor." },
  "price-range-inverted": {
    status: 400,
    title: "Price range inverted",
    advice: "minPrice must not be above maxPrice.",
  },
  "product-not-found": { status: 404, title: "Product not found", advice: "The product is no longer sold." },
  "cart-not-found": { status: 404, title: "Cart not found", advice: "Create a cart with POST /api/v1/carts." },
  "line-not-found": { status: 404, title: "Line not found", advice: "Read the cart again: the line is gone." },
  "variant-not-found": { status: 404, title: "Variant not found", advice: "Choose a variant of a listed product." },
  "quantity-out-of-range": {
    status: 422,
    title: "Quantity out of range",
    advice: "A line holds between 1 and 99 units, those in the cart already included.",
  },
  "too-many-lines": {
    status: 422,
    title: "Too many lines",
    advice: "A cart holds at most 500 lines; order these first.",
  },
  "currency-mismatch": {
    status: 422,
    title: "Currency mismatch",
    advice: "One cart holds prices of one currency; use another cart for the other currency.",
  },
  "cart-version-mismatch": {
    status: 412,
    title: "Cart changed meanwhile",
    advice: "Read the cart again and repeat the change with its new ETag, or without If-Match.",
  },
  "cart-already-ordered": {
    status: 409,
    title: "Cart already ordered",
    advice: "An order of this cart is paid or being paid. Create a new cart.",
  },
  "cart-empty": { status: 422, title: "Cart empty", advice: "Add a line before the checkout." },
  "invalid-checkout-details": {
    status: 400,
    title: "Invalid checkout details",
    advice: "Correct each field that `errors` points to and send the request again.",
  },
  "out-of-stock": {
    status: 409,
    title: "Out of stock",
    advice: "`lines` says how many units are left of what; reduce or remove those lines. Nothing was charged.",
  },
  "idempotency-key-reused": {
    status: 422,
    title: "Idempotency key reused",
    advice: "The key came with another body before. Use a fresh key for another purchase.",
  },
  "checkout-in-progress": {
    status: 409,
    title: "Checkout in progress",
    advice: "The first request with this key is still being worked on. Repeat it as Retry-After says.",
  },
  "checkout-interrupted": {
    status: 409,
    title: "Checkout interrupted",
    advice: "The checkout was cut off before the payment. Nothing was charged; try again with a fresh key.",
  },
  "payment-token-invalid": {
    status: 422,
    title: "Payment token invalid",
    advice: "The token is unknown, used or expired. Create a new one. Nothing was charged.",
  },
  "payment-declined": {
    status: 402,
    title: "Payment declined",
    advice: "`reason` says why. Nothing was charged; the cart is open again. Try another card with a fresh key.",
  },
  "order-not-found": { status: 404, title: "Order not found", advice: "Check the order's id." },
  "invalid-card": { status: 400, title: "Invalid card", advice: "Correct each field that `errors` points to." },
  "card-not-accepted": {
    status: 422,
    title: "Card not accepted",
    advice: "This shop's payments are a sandbox: it takes its listed test cards alone. Never send it a real card.",
  },
  "challenge-not-found": { status: 404, title: "Challenge not found", advice: "Start the checkout again." },
  "challenge-closed": {
    status: 409,
    title: "Challenge closed",
    advice: "The bank's question was answered before, or too late. See the order.",
  },
};
