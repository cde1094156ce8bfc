import type { VNode } from "preact";
import type { CartLineView, CartView } from "../../cart/domain/cart-view.ts";
import { ErrorSummary, type FormError } from "../components/error-summary.tsx";
import { TotalsList } from "../components/totals-list.tsx";
import { formatMoney } from "../format-money.ts";
import { Layout } from "../layout.tsx";
import type { PageFrame } from "../page-frame.ts";

/** The cart, or none, with what went wrong last and what went right. */
export interface CartPageProps {
  readonly frame: PageFrame;
  /** Null: nothing was ever put into it. */
  readonly cart: CartView | null;
  readonly errors?: readonly FormError[];
  /** A sentence about what was just done. */
  readonly done?: string | undefined;
  /** Id of an order that still waits for its payment. */
  readonly pendingOrderId?: string | undefined;
}

/** What is in the cart, what it costs, and the way to the checkout. */
export function CartPage(props: CartPageProps): VNode {
  const { frame, cart, errors = [], done, pendingOrderId } = props;
  return (
    <Layout frame={frame} title="Your cart">
      <h1>Your cart</h1>
      <ErrorSummary title="The cart was not changed" errors={errors} />
      {done !== undefined && (
        <p class="notice notice--done" role="status" tabIndex={-1} data-done>
          {done}
        </p>
      )}
      {pendingOrderId !== undefined && <PendingOrder orderId={pendingOrderId} />}
      {cart === null || cart.lines.length === 0 ? <EmptyCart /> : <FilledCart cart={cart} />}
    </Layout>
  );
}

function PendingOrder({ orderId }: { readonly orderId: string }): VNode {
  return (
    <div class="notice">
      <p>
        One of your orders is still being paid. <a href={`/orders/${encodeURIComponent(orderId)}`}>See that order</a>.
      </p>
    </div>
  );
}

function EmptyCart(): VNode {
  return (
    <div class="message">
      <h2>Nothing in it yet</h2>
      <p>The kettle is on; take your time and look around.</p>
      <p>
        <a class="button button--primary" href="/">
          See all products
        </a>
      </p>
    </div>
  );
}

function FilledCart({ cart }: { readonly cart: CartView }): VNode {
  const isShort = cart.lines.some(hasShortage);
  return (
    <div class="cart-layout">
      <ul class="cart-lines" aria-label="Products in your cart">
        {cart.lines.map((line) => (
          <CartLine key={line.id} line={line} />
        ))}
      </ul>
      <section class="summary" aria-labelledby="summary-title">
        <h2 id="summary-title">Summary</h2>
        <TotalsList totals={cart.totals} />
        {isShort && <p class="field__error">Please adjust what is marked before you go on.</p>}
        <p>
          <a class="button button--primary button--wide" href="/checkout">
            Go to checkout
          </a>
        </p>
        <p class="center">
          <a href="/">Continue shopping</a>
        </p>
      </section>
    </div>
  );
}

/** Whether fewer units are in stock than the line wants. */
export function hasShortage(line: CartLineView): boolean {
  return line.available < line.quantity;
}

function CartLine({ line }: { readonly line: CartLineView }): VNode {
  const href = `/products/${encodeURIComponent(line.productSlug)}`;
  const action = `/cart/lines/${encodeURIComponent(line.id)}`;
  return (
    <li class="cart-line">
      <img src={line.imagePath} alt="" width="400" height="400" loading="lazy" />
      <div class="cart-line__text">
        <h2 class="cart-line__title">
          <a href={href}>{line.productTitle}</a>
        </h2>
        <p class="muted">
          {line.variantTitle}, {formatMoney(line.unitPrice)} each
        </p>
        {hasShortage(line) && <Shortage line={line} />}
        <div class="cart-line__actions">
          <QuantityForm line={line} action={action} />
          <form action={`${action}/remove`} method="post" data-swap>
            <button type="submit" class="link-button">
              Remove<span class="visually-hidden"> {line.productTitle}</span>
            </button>
          </form>
        </div>
      </div>
      <p class="cart-line__total">
        <span class="visually-hidden">Total of this line: </span>
        {formatMoney(line.total)}
      </p>
    </li>
  );
}

function QuantityForm({ line, action }: { readonly line: CartLineView; readonly action: string }): VNode {
  const id = `quantity-${line.id}`;
  return (
    <form class="quantity-form" action={action} method="post" data-swap>
      <label for={id} class="visually-hidden">
        Quantity of {line.productTitle}, {line.variantTitle}
      </label>
      <input
        id={id}
        name="quantity"
        type="number"
        min="1"
        max="99"
        required
        inputMode="numeric"
        value={line.quantity}
        aria-describedby={hasShortage(line) ? `shortage-${line.id}` : undefined}
      />
      <button type="submit" class="button button--quiet">
        Update
      </button>
    </form>
  );
}

function Shortage({ line }: { readonly line: CartLineView }): VNode {
  return (
    <p id={`shortage-${line.id}`} class="field__error">
      {line.available === 0
        ? "This sold out since you chose it. Please remove it to go on."
        : `Only ${line.available} left now: please lower the quantity.`}
    </p>
  );
}
