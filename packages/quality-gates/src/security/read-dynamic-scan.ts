import { ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { isCount, isJsonObject, malformed, parseJsonReport } from "../malformed-report.ts";
import type { JsonObject, MalformedReport } from "../malformed-report.ts";
import { BASELINE_CHECKS } from "./baseline-checks.ts";
import { severityOf } from "./finding.ts";
import type { Finding, Severity } from "./finding.ts";
import { listAt, oneLine, textAt } from "./json-values.ts";

/** What was asked of a running shop, and what was wrong. */
export interface DynamicScan {
  /** "11 checks with 60 requests", "1 site by ZAP". */
  readonly scanned: string;
  readonly findings: readonly Finding[];
}

function toFinding(one: unknown): Finding | undefined {
  const [id, file, title] = [textAt(one, "check"), textAt(one, "address"), textAt(one, "title")];
  if (id === undefined || file === undefined || title === undefined) return undefined;
  return { id, severity: severityOf(textAt(one, "severity")), file, title: oneLine(title) };
}

/** Reads what our baseline wrote. One that left a check out, or asked nothing for it, measured nothing. */
export function readDynamicBaseline(text: string): Result<DynamicScan, MalformedReport> {
  const parsed = parseJsonReport(text, "dynamic-baseline");
  if (!parsed.ok) return parsed;
  const requests = new Map(
    (listAt(parsed.value, "checks") ?? []).map((one) => [textAt(one, "id"), isJsonObject(one) ? one["requests"] : 0]),
  );
  const unasked = BASELINE_CHECKS.filter((id) => !(Number(requests.get(id)) > 0));
  if (unasked.length > 0)
    return malformed("dynamic-baseline", `not asked: ${unasked.join(", ")}`, { pointer: "/checks" });
  const listed = listAt(parsed.value, "findings");
  const findings = (listed ?? []).map(toFinding).filter((one) => one !== undefined);
  if (listed === undefined || findings.length !== listed.length)
    return malformed("dynamic-baseline", "findings with check, address and title are expected", {
      pointer: "/findings",
    });
  const sum = [...requests.values()].reduce<number>((total, count) => total + Number(count), 0);
  return ok({ scanned: `${BASELINE_CHECKS.length} checks with ${sum} requests`, findings });
}

/** ZAP's risk codes. Source: https://www.zaproxy.org/docs/desktop/addons/report-generation/report-traditional-json/ */
const RISKS: Readonly<Record<string, Severity>> = { "3": "high", "2": "medium", "1": "low", "0": "low" };

function findingsOfAlert(alert: JsonObject): readonly Finding[] {
  const severity = RISKS[String(alert["riskcode"])] ?? "high";
  const id = `zap-${textAt(alert, "alertRef") ?? textAt(alert, "pluginid") ?? "?"}`;
  const title = oneLine(textAt(alert, "name") ?? textAt(alert, "alert") ?? "no name");
  const addresses = (listAt(alert, "instances") ?? []).map((one) => textAt(one, "uri") ?? "(no address)");
  // One weakness, however many pages show it: told at the first of them.
  return [
    {
      id,
      severity,
      title: addresses.length > 1 ? `${title} (${addresses.length} addresses)` : title,
      file: addresses[0] ?? "(no address)",
    },
  ];
}

/** Reads ZAP's traditional JSON report. One without a site measured nothing. */
export function readZapJson(text: string): Result<DynamicScan, MalformedReport> {
  const parsed = parseJsonReport(text, "zap-json");
  if (!parsed.ok) return parsed;
  if (!isCount(Date.parse(textAt(parsed.value, "@generated") ?? "")))
    return malformed("zap-json", "a time is expected", { pointer: "/@generated" });
  const sites = listAt(parsed.value, "site") ?? [];
  if (
    sites.length === 0 ||
    !sites.every((site) => textAt(site, "@name") !== undefined && listAt(site, "alerts") !== undefined)
  )
    return malformed("zap-json", "sites with a name and alerts are expected", { pointer: "/site" });
  const alerts = sites.flatMap((site) => listAt(site, "alerts") ?? []);
  const findings = alerts.flatMap((alert) => findingsOfAlert(isJsonObject(alert) ? alert : {}));
  return ok({ scanned: `${sites.length} site${sites.length === 1 ? "" : "s"} by ZAP`, findings });
}
