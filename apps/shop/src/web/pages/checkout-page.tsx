import type { VNode } from "preact";
import type { CartView } from "../../cart/domain/cart-view.ts";
import type { TestCard } from "../../payments/domain/test-cards.ts";
import { ErrorSummary, type FormError } from "../components/error-summary.tsx";
import { TotalsList } from "../components/totals-list.tsx";
import type { CheckoutFields } from "../forms/checkout-form.ts";
import { formatMoney } from "../format-money.ts";
import { Layout } from "../layout.tsx";
import type { PageFrame } from "../page-frame.ts";
import { CardSection, ContactSection, DeliverySection } from "./checkout-sections.tsx";

/** The checkout of one cart. */
export interface CheckoutPageProps {
  readonly frame: PageFrame;
  readonly cart: CartView;
  /** Rendered with the page, so that a double click or a reload makes one order. */
  readonly idempotencyKey: string;
  readonly fields: CheckoutFields;
  /** A test card to fill in. */
  readonly card: TestCard | null;
  readonly errors: readonly FormError[];
}

/** Address, card and summary on one page. */
export function CheckoutPage(props: CheckoutPageProps): VNode {
  const { frame, cart, errors, fields } = props;
  return (
    <Layout frame={frame} title={errors.length > 0 ? "Error: Checkout" : "Checkout"}>
      <h1>Checkout</h1>
      <ErrorSummary title="Your order was not placed" errors={errors} />
      <div class="cart-layout">
        <form class="checkout" id="checkout" action="/checkout" method="post" data-submit-once>
          {/* Enter in a field presses the first button of a form: this one, not the first test card. */}
          <button type="submit" class="visually-hidden" tabIndex={-1} aria-hidden="true">
            Pay
          </button>
          <input type="hidden" name="idempotencyKey" value={props.idempotencyKey} />
          <input type="hidden" name="seenTotal" value={String(cart.totals.total.amount)} />
          <ContactSection fields={fields} errors={errors} />
          <DeliverySection fields={fields} errors={errors} />
          {frame.site.isSandbox ? (
            <>
              <CardSection fields={fields} errors={errors} card={props.card} />
              <button type="submit" class="button button--primary button--wide">
                Pay {formatMoney(cart.totals.total)}
              </button>
            </>
          ) : (
            <NoPayments />
          )}
        </form>
        <OrderSummary cart={cart} />
      </div>
    </Layout>
  );
}

function NoPayments(): VNode {
  return (
    <p class="notice" role="status">
      We cannot take payments just now. Your cart is kept; please come back a little later.
    </p>
  );
}

function OrderSummary({ cart }: { readonly cart: CartView }): VNode {
  return (
    <section class="summary" aria-labelledby="summary-title">
      <h2 id="summary-title">Your order</h2>
      <ul class="summary__lines">
        {cart.lines.map((line) => (
          <li key={line.id}>
            <span>
              {line.quantity} × {line.productTitle} <span class="muted">{line.variantTitle}</span>
              {line.available < line.quantity && (
                <span class="field__error">{line.available === 0 ? "Sold out" : `Only ${line.available} left`}</span>
              )}
            </span>
            <span>{formatMoney(line.total)}</span>
          </li>
        ))}
      </ul>
      <TotalsList totals={cart.totals} />
      <p>
        <a href="/cart">Change the cart</a>
      </p>
    </section>
  );
}
