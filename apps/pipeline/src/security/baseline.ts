import { BASELINE_CHECKS } from "@ecommerce-cart/quality-gates";
import type { BaselineCheck } from "@ecommerce-cart/quality-gates";
import { BODY_CHECKS } from "./body-checks.ts";
import { HEADER_CHECKS } from "./header-checks.ts";
import { PATH_CHECKS } from "./path-checks.ts";
import type { Check, ScanTarget } from "./check.ts";

const CHECKS: Readonly<Record<BaselineCheck, Check>> = { ...HEADER_CHECKS, ...PATH_CHECKS, ...BODY_CHECKS };

/**
 * Asks a running shop everything in `BASELINE_CHECKS` and returns the report. A shop that does not answer a request at
 * all, or answers its start page with anything but 200, is not scanned: this throws.
 */
export async function scanByBaseline(target: ScanTarget): Promise<string> {
  const start = await target.send({ path: "/" });
  if (start.status !== 200) throw new Error(`the start page answers ${start.status}: this shop does not serve`);
  const checks: object[] = [];
  const findings: object[] = [];
  for (const id of BASELINE_CHECKS) {
    const probes = await CHECKS[id](target);
    for (const { request, judge } of probes) {
      const address = `${request.method ?? "GET"} ${request.path.slice(0, 100)}`;
      findings.push(...judge(await target.send(request)).map((fault) => ({ check: id, address, ...fault })));
    }
    checks.push({ id, requests: probes.length });
  }
  return JSON.stringify({ checks, findings }, null, 2);
}
