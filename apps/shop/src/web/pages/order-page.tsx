import type { VNode } from "preact";
import type { OrderStatus } from "../../orders/domain/order-status.ts";
import type { Address, OrderView } from "../../orders/domain/order-view.ts";
import { TotalsList } from "../components/totals-list.tsx";
import { countryName } from "../countries.ts";
import { formatMoney } from "../format-money.ts";
import { Layout } from "../layout.tsx";
import type { PageFrame } from "../page-frame.ts";
import { declineText } from "../forms/decline-text.ts";

/** An order; `bankPath` leads back to the bank's question where one is open. */
export interface OrderPageProps {
  readonly frame: PageFrame;
  readonly order: OrderView;
  readonly bankPath?: string | undefined;
}

const HEADINGS: Readonly<Record<OrderStatus, string>> = {
  pending_payment: "We are asking the bank",
  requires_action: "Your bank is waiting for you",
  paid: "Thank you for your order",
  payment_failed: "Your order was not paid",
  cancelled: "This order was cancelled",
};

/** What was ordered, where it goes, and how the payment stands. */
export function OrderPage({ frame, order, bankPath }: OrderPageProps): VNode {
  return (
    <Layout frame={frame} title={HEADINGS[order.status]}>
      <h1>{HEADINGS[order.status]}</h1>
      <StatusNotice order={order} bankPath={bankPath} />
      <div class="cart-layout">
        <section aria-labelledby="order-lines">
          <h2 id="order-lines">
            Order <span class="order-number">{order.number}</span>
          </h2>
          <OrderLines order={order} />
        </section>
        <section class="summary" aria-labelledby="order-summary">
          <h2 id="order-summary">Summary</h2>
          <TotalsList totals={order.totals} />
          <h3>Delivery to</h3>
          <PostalAddress address={order.shippingAddress} />
          <h3>Ordered on</h3>
          <p>
            <time dateTime={order.createdAt}>{formatDate(order.createdAt)}</time>
          </p>
        </section>
      </div>
    </Layout>
  );
}

function StatusNotice({ order, bankPath }: Omit<OrderPageProps, "frame">): VNode {
  switch (order.status) {
    case "paid":
      return (
        <p class="notice notice--done" role="status">
          It is paid, and we have begun to pack it. Questions? Quote <strong>{order.number}</strong>; we have{" "}
          {order.email} as your e-mail. Keep the address of this page: it is the key to your order.
        </p>
      );
    case "requires_action":
      return (
        <div class="notice" role="status">
          <p>The payment goes through once you have answered your bank. Nothing has been charged yet.</p>
          {bankPath !== undefined && (
            <p>
              <a class="button button--primary" href={bankPath}>
                Answer your bank
              </a>
            </p>
          )}
        </div>
      );
    case "pending_payment":
      return (
        <p class="notice" role="status">
          This takes a moment. <a href={`/orders/${encodeURIComponent(order.id)}`}>Look again</a>.
        </p>
      );
    case "payment_failed":
    case "cancelled":
      return <NotPaid reason={order.paymentFailure} />;
  }
}

function NotPaid({ reason }: { readonly reason: string | null }): VNode {
  return (
    <div class="notice notice--error" role="alert">
      <p>
        {declineText(reason)} Nothing was charged, and everything is back on the shelf. Your cart is as you left it.
      </p>
      <p>
        <a class="button button--primary" href="/checkout">
          Try again
        </a>{" "}
        <a href="/cart">See the cart</a>
      </p>
    </div>
  );
}

function OrderLines({ order }: { readonly order: OrderView }): VNode {
  return (
    <table class="order-lines">
      <thead>
        <tr>
          <th scope="col">Product</th>
          <th scope="col" class="number">
            Quantity
          </th>
          <th scope="col" class="number">
            Price
          </th>
          <th scope="col" class="number">
            Total
          </th>
        </tr>
      </thead>
      <tbody>
        {order.lines.map((line) => (
          <tr key={line.id}>
            <th scope="row">
              {line.productTitle} <span class="muted">{line.variantTitle}</span>
            </th>
            <td class="number">{line.quantity}</td>
            <td class="number">{formatMoney(line.unitPrice)}</td>
            <td class="number">{formatMoney(line.total)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function PostalAddress({ address }: { readonly address: Address }): VNode {
  const { name, line1, line2, city, region, postalCode, country } = address;
  const rows = [name, line1, line2, `${postalCode} ${city}`, region, countryName(country)].filter((row) => row !== "");
  return (
    <address>
      {rows.map((row) => (
        <span key={row}>{row}</span>
      ))}
    </address>
  );
}

function formatDate(iso: string): string {
  const format = new Intl.DateTimeFormat("en-IE", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });
  return `${format.format(new Date(iso))} UTC`;
}
