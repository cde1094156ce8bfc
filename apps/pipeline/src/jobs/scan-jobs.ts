import type { JobContext, JobOutcome } from "@ecommerce-cart/pipeline-model";
import { measureReport } from "../gates/bound-report.ts";
import { scanByBaseline } from "../security/baseline.ts";
import { sendTo } from "../security/scan-target.ts";
import { SCANNED_URL, startScannedShop } from "../security/scanned-shop.ts";
import { notAsked, SECURITY_REPORTS } from "./security-jobs.ts";

/** Starts the compiled shop and asks it everything of our dynamic baseline. */
export async function scanShop(context: JobContext): Promise<JobOutcome> {
  const skipped = notAsked(context);
  if (skipped !== undefined) return skipped;
  const { rootDirectory, signal } = context;
  await measureReport(rootDirectory, { path: SECURITY_REPORTS.dynamicBaseline, scope: "code" }, async () => {
    const shop = await startScannedShop(rootDirectory, signal);
    try {
      return await scanByBaseline({ send: sendTo(shop.port), publicUrl: SCANNED_URL });
    } finally {
      await shop.stop();
    }
  });
  return { kind: "passed" };
}
