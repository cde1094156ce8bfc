import type { Address } from "../orders/domain/order-view.ts";
import type { CardDetails } from "../payments/domain/payment-types.ts";

/** An address with nothing optional in it. */
export const MINIMAL_ADDRESS: Address = {
  name: "Ada Lovelace",
  line1: "1 Analytical Row",
  line2: "",
  city: "London",
  region: "",
  postalCode: "W1",
  country: "GB",
};

/** The test card that is approved. */
export const TEST_CARD: CardDetails = {
  number: "4242424242424242",
  expMonth: 12,
  expYear: new Date().getUTCFullYear() + 2,
  cvc: "123",
  name: "Ada Lovelace",
};
