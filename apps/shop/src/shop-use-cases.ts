import type { Result } from "@ecommerce-cart/result";
import type { AddLineError, CartNotFound, ChangeLineError, RemoveLineError } from "./cart/domain/cart-errors.ts";
import type { CartView } from "./cart/domain/cart-view.ts";
import type { CheckoutDetails, PlacedOrder, PlaceOrderError } from "./checkout/domain/checkout-types.ts";
import type { OrderNotFound, OrderView } from "./orders/domain/order-view.ts";
import type {
  CardDetails,
  ChallengeClosed,
  ChallengeNotFound,
  ChallengeView,
  CreatePaymentTokenError,
  PaymentToken,
} from "./payments/domain/payment-types.ts";

/** Adds units of a variant; a variant that is in the cart already gets more units. */
export interface AddLineCommand {
  readonly cartId: string;
  readonly variantId: string;
  /** 1 to 99. */
  readonly quantity: number;
  /** Refuse (`cart-version-mismatch`) unless the cart has this version; null: add whatever the version. */
  readonly expectedVersion: number | null;
}

/** Sets the quantity of a line. */
export interface ChangeLineCommand {
  readonly cartId: string;
  readonly lineId: string;
  /** 1 to 99; to remove a line, use `removeLine`. */
  readonly quantity: number;
  readonly expectedVersion: number | null;
}

/** Takes a line out of the cart. */
export interface RemoveLineCommand {
  readonly cartId: string;
  readonly lineId: string;
  readonly expectedVersion: number | null;
}

/** Buys a cart. */
export interface PlaceOrderCommand {
  /** 1 to 255 characters chosen by the buyer's side; one key places at most one order. */
  readonly idempotencyKey: string;
  readonly details: CheckoutDetails;
  /**
   * What the payment token stands for (brand and last digits), where every sending of a form gets a token of its own:
   * takes the token's place in telling a repeat from another request. Default: the token itself.
   */
  readonly paymentFingerprint?: string;
}

/** The buyer's answer to the bank. */
export interface ResolveChallengeCommand {
  readonly challengeId: string;
  readonly decision: "approve" | "decline";
}

/** Everything that the JSON API and the pages ask of the shop beyond the catalog; ports are bound already. */
export interface ShopUseCases {
  createCart(): Promise<CartView>;
  getCart(cartId: string): Promise<Result<CartView, CartNotFound>>;
  addLine(command: AddLineCommand): Promise<Result<CartView, AddLineError>>;
  changeLine(command: ChangeLineCommand): Promise<Result<CartView, ChangeLineError>>;
  removeLine(command: RemoveLineCommand): Promise<Result<CartView, RemoveLineError>>;
  createPaymentToken(card: CardDetails): Promise<Result<PaymentToken, CreatePaymentTokenError>>;
  placeOrder(command: PlaceOrderCommand): Promise<Result<PlacedOrder, PlaceOrderError>>;
  getOrder(orderId: string): Promise<Result<OrderView, OrderNotFound>>;
  /** For the sandbox bank's page. */
  getChallenge(challengeId: string): Promise<Result<ChallengeView, ChallengeNotFound>>;
  /** The order afterwards: `paid`, or `payment_failed` when the buyer declined. */
  resolveChallenge(command: ResolveChallengeCommand): Promise<Result<OrderView, ChallengeNotFound | ChallengeClosed>>;
}
