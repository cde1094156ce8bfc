import type { ProblemInput } from "../../problems/problem.ts";
import type { AddLineError, ChangeLineError, RemoveLineError } from "../domain/cart-errors.ts";

/** Says what a refused change to a cart is about. */
export function toCartProblem(error: AddLineError | ChangeLineError | RemoveLineError): ProblemInput {
  const { kind } = error;
  switch (kind) {
    case "cart-not-found":
    case "cart-already-ordered":
    case "line-not-found":
      return { kind };
    case "cart-version-mismatch":
      return { kind, extensions: { currentVersion: error.currentVersion } };
    case "variant-not-found":
      return { kind, errors: [{ pointer: "#/variantId", detail: "is no variant that is sold" }] };
    case "quantity-out-of-range":
      return {
        kind,
        errors: [{ pointer: "#/quantity", detail: `a line holds ${error.min} to ${error.max} units in all` }],
      };
    case "too-many-lines":
      return { kind, detail: `A cart holds at most ${error.max} lines.` };
    case "currency-mismatch":
      return {
        kind,
        errors: [{ pointer: "#/variantId", detail: `is sold in ${error.variantCurrency}, not ${error.cartCurrency}` }],
      };
  }
}
