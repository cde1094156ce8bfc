import { setTimeout } from "node:timers/promises";
import { err, type Result } from "@ecommerce-cart/result";
import { checkDetails } from "../../checkout/domain/check-details.ts";
import type {
  CheckoutDetails,
  LineShortage,
  PlacedOrder,
  PlaceOrderError,
} from "../../checkout/domain/checkout-types.ts";
import type { CreatePaymentTokenError } from "../../payments/domain/payment-types.ts";
import type { PlaceOrderCommand, ShopUseCases } from "../../shop-use-cases.ts";
import type { FormError } from "../components/error-summary.tsx";
import { cardErrors, detailErrors, readCard, readCheckoutFields } from "../forms/checkout-form.ts";
import { declineText } from "../forms/decline-text.ts";
import type { SubmittedForm } from "../forms/submitted-form.ts";

const TRIES_WHILE_IN_PROGRESS = 15;
const PAUSE_MS = 200;

/** A checkout that is shown again. */
export interface Refusal {
  readonly status: number;
  readonly errors: readonly FormError[];
  /** Whether the key is used up: the next attempt is another purchase. */
  readonly needsNewKey: boolean;
}

/** Turns the form's card into a token and buys the cart with it. */
export async function buyCart(
  shop: ShopUseCases,
  purchase: { readonly cartId: string; readonly form: SubmittedForm; readonly idempotencyKey: string },
): Promise<Result<PlacedOrder, Refusal>> {
  const { cartId, form, idempotencyKey } = purchase;
  const { email, address: shippingAddress } = readCheckoutFields(form);
  const token = await shop.createPaymentToken(readCard(form));
  const details = { cartId, email, shippingAddress, paymentToken: token.ok ? token.value.token : "" };
  if (!token.ok) return err(refuse(422, [...addressErrors(details), ...cardRefusal(token.error)]));
  const { brand, last4 } = token.value;
  const command = { idempotencyKey, details, paymentFingerprint: `${brand} ${last4}` };
  const placed = await placeAndWait(shop, command);
  return placed.ok ? placed : err(orderRefusal(placed.error));
}

/** Everything that is wrong is said at once, so the address is checked even where the card gave no token. */
function addressErrors(details: CheckoutDetails): readonly FormError[] {
  const checked = checkDetails(details);
  return checked.ok ? [] : detailErrors(checked.error.problems);
}

/** A second click while the first is under way waits for the first one's order, for a while. */
async function placeAndWait(
  shop: ShopUseCases,
  command: PlaceOrderCommand,
): Promise<Result<PlacedOrder, PlaceOrderError>> {
  for (let triesLeft = TRIES_WHILE_IN_PROGRESS; ; triesLeft -= 1) {
    const placed = await shop.placeOrder(command);
    if (placed.ok || placed.error.kind !== "checkout-in-progress" || triesLeft === 1) return placed;
    await setTimeout(PAUSE_MS);
  }
}

function refuse(status: number, errors: readonly FormError[], needsNewKey = false): Refusal {
  return { status, errors, needsNewKey };
}

function cardRefusal(error: CreatePaymentTokenError): readonly FormError[] {
  if (error.kind === "invalid-card") return cardErrors(error.problems);
  return [
    {
      field: "cardNumber",
      message: "This shop takes its test cards alone. Never type a real card; choose one of the list.",
    },
  ];
}

function say(message: string, field: string | null = null): readonly FormError[] {
  return [{ field, message }];
}

type PlainError = Exclude<PlaceOrderError["kind"], "invalid-checkout-details" | "out-of-stock" | "payment-declined">;

/** What to say of failures that carry nothing to tell; all but the first take another key. */
const PLAIN: Readonly<Record<PlainError, Refusal>> = {
  "checkout-in-progress": refuse(
    409,
    say("Your order is being placed. Please wait a moment and send the form once more."),
  ),
  "payment-token-invalid": refuse(422, say("Please type the card again.", "cardNumber"), true),
  "checkout-interrupted": refuse(409, say("We were cut off before the payment. Nothing was charged; pay again."), true),
  "idempotency-key-reused": refuse(
    409,
    say("This form was sent before with other details. Check and pay again."),
    true,
  ),
  "cart-already-ordered": refuse(409, say("This cart is ordered already, or its payment is under way."), true),
  "cart-not-found": refuse(409, say("This cart is gone."), true),
  "cart-empty": refuse(409, say("This cart is empty."), true),
};

function orderRefusal(error: PlaceOrderError): Refusal {
  switch (error.kind) {
    case "invalid-checkout-details":
      return refuse(422, detailErrors(error.problems));
    case "out-of-stock":
      return refuse(409, error.lines.map(shortageError), true);
    case "payment-declined":
      return refuse(
        402,
        say(`${declineText(error.reason)} Nothing was charged; try another card.`, "cardNumber"),
        true,
      );
    default:
      return PLAIN[error.kind];
  }
}

function shortageError({ productTitle, available }: LineShortage): FormError {
  const message =
    available === 0
      ? `${productTitle} has just sold out. Please remove it from your cart.`
      : `Only ${available} of ${productTitle} are left. Please lower the quantity in your cart.`;
  return { field: null, message };
}
