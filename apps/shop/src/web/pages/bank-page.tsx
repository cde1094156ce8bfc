import type { VNode } from "preact";
import type { ChallengeView } from "../../payments/domain/payment-types.ts";
import { formatMoney } from "../format-money.ts";
import { Head } from "../layout.tsx";
import type { PageFrame } from "../page-frame.ts";
import { BANK_PATH, SHOP_NAME } from "../site.ts";

/** The question of the sandbox's bank. It looks unlike the shop, as a bank's page would. */
export function BankPage(props: {
  readonly frame: Pick<PageFrame, "assets">;
  readonly challenge: ChallengeView;
}): VNode {
  const { frame, challenge } = props;
  const action = `${BANK_PATH}/${encodeURIComponent(challenge.id)}`;
  return (
    <html lang="en">
      <Head frame={frame} title="Sandbox Bank: approve a payment" />
      <body class="bank">
        <main id="content" class="bank__card">
          <p class="bank__name">Sandbox Bank</p>
          <h1>Approve this payment?</h1>
          <dl class="totals">
            <div>
              <dt>To</dt>
              <dd>{SHOP_NAME}</dd>
            </div>
            <div class="totals__total">
              <dt>Amount</dt>
              <dd>{formatMoney(challenge.amount)}</dd>
            </div>
          </dl>
          <form action={action} method="post" class="bank__actions" data-submit-once>
            <button type="submit" name="decision" value="approve" class="button button--primary">
              Approve
            </button>
            <button type="submit" name="decision" value="decline" class="button button--quiet">
              Decline
            </button>
          </form>
          <p class="muted">This stands in for your bank&rsquo;s page. It is a sandbox: no money moves.</p>
        </main>
      </body>
    </html>
  );
}
