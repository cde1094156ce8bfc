import type { AddLineError, ChangeLineError } from "../../cart/domain/cart-errors.ts";
import type { FormError } from "../components/error-summary.tsx";

/** What to tell a shopper whose change to the cart was refused. */
export function cartErrorMessage(error: AddLineError | ChangeLineError): FormError {
  switch (error.kind) {
    case "quantity-out-of-range":
      return {
        field: "quantity",
        message: `One product can be in the cart ${error.min} to ${error.max} times, what is in it already included.`,
      };
    case "too-many-lines":
      return { field: null, message: `A cart holds ${error.max} different products. Please order these first.` };
    case "variant-not-found":
      return { field: "variantId", message: "Choose one of the options: that one is not sold (any more)." };
    case "currency-mismatch":
      return { field: null, message: "Your cart is in another currency. Please order it first." };
    case "line-not-found":
      return { field: null, message: "That product is no longer in your cart." };
    case "cart-not-found":
      return { field: null, message: "This cart is gone. Please start a new one." };
    case "cart-already-ordered":
      return { field: null, message: "This cart is ordered already, or its payment is under way." };
    case "cart-version-mismatch":
      return { field: null, message: "The cart was changed elsewhere. Please look at it again." };
  }
}

/** A quantity as typed: 1 to 99 when it is a whole number, else 0, which every cart refuses. */
export function readQuantity(text: string): number {
  return /^\d{1,4}$/u.test(text) ? Number(text) : 0;
}
