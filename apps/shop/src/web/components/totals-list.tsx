import type { VNode } from "preact";
import type { Totals } from "../../cart/domain/cart-view.ts";
import { formatMoney } from "../format-money.ts";

/** Subtotal, shipping, tax and total, each with its name. */
export function TotalsList({ totals }: { readonly totals: Totals }): VNode {
  return (
    <dl class="totals">
      <div>
        <dt>Subtotal</dt>
        <dd>{formatMoney(totals.subtotal)}</dd>
      </div>
      <div>
        <dt>Shipping</dt>
        <dd>{totals.shipping.amount === 0 ? "Free" : formatMoney(totals.shipping)}</dd>
      </div>
      <div>
        <dt>Tax</dt>
        <dd>{formatMoney(totals.tax)}</dd>
      </div>
      <div class="totals__total">
        <dt>Total</dt>
        <dd>{formatMoney(totals.total)}</dd>
      </div>
    </dl>
  );
}
