import type { Verdict, Waiver } from "@ecommerce-cart/pipeline-model";

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

function isDate(text: string): boolean {
  return ISO_DATE.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;
}

/** Why a waiver does not hold on `today`; undefined where it holds. */
export function whyNotInForce({ owner, reason, until }: Waiver, today: string): string | undefined {
  if (owner.trim() === "" || reason.trim() === "") return "its waiver names no owner or no reason and does not count";
  if (!isDate(until)) return `its waiver ends on "${until}", which is no date, and does not count`;
  return today > until ? `the waiver of ${owner} lapsed on ${until}` : undefined;
}

/**
 * Sets a verdict aside where a waiver holds on `today` (ISO 8601 date; its last day counts). A passing verdict needs
 * none and stays. A waiver that lapsed, or is incomplete, changes nothing but the reason, which says so.
 */
export function applyWaiver(verdict: Verdict, waiver: Waiver | undefined, today: string): Verdict {
  if (waiver === undefined || verdict.status === "pass") return verdict;
  const whyNot = whyNotInForce(waiver, today);
  if (whyNot !== undefined) return { ...verdict, waiver, reason: `${verdict.reason} (${whyNot})` };
  return { ...verdict, status: "waived", waiver };
}
