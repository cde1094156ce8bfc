import { err, ok, type Result } from "@ecommerce-cart/result";
import type { Address } from "../../orders/domain/order-view.ts";
import type { CheckoutDetails, CheckoutProblem, InvalidCheckoutDetails } from "./checkout-types.ts";
import { isCountryCode } from "./countries.ts";

/** Characters of an e-mail address at most (RFC 5321, 4.5.3.1.3, less the angle brackets). */
export const MAX_EMAIL_LENGTH = 254;

/** Characters of each part of an address at most, and whether it may be empty. */
export const ADDRESS_RULES: Readonly<
  Record<Exclude<keyof Address, "country">, { readonly maxLength: number; readonly isOptional: boolean }>
> = {
  name: { maxLength: 100, isOptional: false },
  line1: { maxLength: 200, isOptional: false },
  line2: { maxLength: 200, isOptional: true },
  city: { maxLength: 100, isOptional: false },
  region: { maxLength: 100, isOptional: true },
  postalCode: { maxLength: 20, isOptional: false },
};

// The shape that HTML's <input type=email> takes, with a dot in the domain; no control characters, no spaces.
const EMAIL =
  /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/i;

/**
 * Trims and checks what the shopper typed, and names all that is wrong.
 * Where an address leaves `line2` or `region` out, they are "".
 */
export function checkDetails(details: CheckoutDetails): Result<CheckoutDetails, InvalidCheckoutDetails> {
  const email = details.email.trim();
  const shippingAddress = trimAddress(details.shippingAddress);
  const problems = [...emailProblems(email), ...addressProblems(shippingAddress)];
  if (problems.length > 0) return err({ kind: "invalid-checkout-details", problems });
  return ok({ cartId: details.cartId, email, shippingAddress, paymentToken: details.paymentToken });
}

function trimAddress(address: Address): Address {
  return {
    name: address.name.trim(),
    line1: address.line1.trim(),
    line2: address.line2.trim(),
    city: address.city.trim(),
    region: address.region.trim(),
    postalCode: address.postalCode.trim(),
    country: address.country.trim(),
  };
}

function emailProblems(email: string): readonly CheckoutProblem[] {
  const problem = (reason: CheckoutProblem["reason"]): CheckoutProblem => ({ pointer: "/email", reason });
  if (email === "") return [problem("missing")];
  if (email.length > MAX_EMAIL_LENGTH) return [problem("too-long")];
  return EMAIL.test(email) ? [] : [problem("email-malformed")];
}

function addressProblems(address: Address): readonly CheckoutProblem[] {
  const parts = Object.entries(ADDRESS_RULES) as [
    keyof typeof ADDRESS_RULES,
    { maxLength: number; isOptional: boolean },
  ][];
  const problems = parts.flatMap(([part, { maxLength, isOptional }]): readonly CheckoutProblem[] => {
    const pointer = `/shippingAddress/${part}`;
    if (address[part] === "" && !isOptional) return [{ pointer, reason: "missing" }];
    return address[part].length > maxLength ? [{ pointer, reason: "too-long" }] : [];
  });
  if (isCountryCode(address.country)) return problems;
  const reason = address.country === "" ? "missing" : "country-unknown";
  return [...problems, { pointer: "/shippingAddress/country", reason }];
}
