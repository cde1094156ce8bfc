import type { Offender } from "@ecommerce-cart/pipeline-model";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import type { GateReading } from "../gate.ts";
import { isCount, isJsonObject, malformed, parseJsonReport, pointerTo } from "../malformed-report.ts";
import type { JsonObject, MalformedReport } from "../malformed-report.ts";
import { readBoundReport } from "../report-file.ts";
import { whyNotAllScanned } from "../scanned-sources.ts";

/** What was imported, and what of it breaks a rule. */
export interface Imports {
  /** Every file that was read. */
  readonly modules: ReadonlySet<string>;
  readonly importCount: number;
  /** Names of the rules that were asked. */
  readonly rules: ReadonlySet<string>;
  readonly violations: readonly Offender[];
}

function namesOf(list: unknown, key: string): readonly string[] | undefined {
  if (!Array.isArray(list)) return undefined;
  const names = list.flatMap((one: unknown) => (isJsonObject(one) && typeof one[key] === "string" ? [one[key]] : []));
  return names.length === list.length ? names : undefined;
}

/** "no-cycles: a.ts -> b.ts -> a.ts". */
function toViolation(value: unknown): Offender | undefined {
  if (!isJsonObject(value) || !isJsonObject(value["rule"])) return undefined;
  const { from, to, cycle, rule } = value;
  const { name } = rule as JsonObject;
  if (typeof from !== "string" || typeof to !== "string" || typeof name !== "string") return undefined;
  const way = namesOf(cycle, "name") ?? [to];
  return { file: from, message: `${name}: ${[from, ...way].join(" -> ")}` };
}

function readSummary(report: JsonObject): Result<Omit<Imports, "modules">, MalformedReport> {
  const summary = report["summary"];
  if (!isJsonObject(summary) || !isCount(summary["totalDependenciesCruised"]))
    return malformed("dependency-cruiser", "a summary is expected", { pointer: "/summary" });
  const { violations, totalDependenciesCruised: importCount, ruleSetUsed } = summary;
  const rules = isJsonObject(ruleSetUsed) ? namesOf(ruleSetUsed["forbidden"], "name") : undefined;
  if (rules === undefined)
    return malformed("dependency-cruiser", "the rules are expected", { pointer: "/summary/ruleSetUsed/forbidden" });
  if (!Array.isArray(violations))
    return malformed("dependency-cruiser", "a list is expected", { pointer: "/summary/violations" });
  const read = violations.flatMap((one: unknown) => toViolation(one) ?? []);
  if (read.length !== violations.length)
    return malformed("dependency-cruiser", "from, to and a rule are expected", { pointer: "/summary/violations" });
  return ok({ importCount, rules: new Set(rules), violations: read });
}

/** Reads what dependency-cruiser writes as `json`. The modules listed must be as many as the summary counts. */
export function readImports(text: string): Result<Imports, MalformedReport> {
  const parsed = parseJsonReport(text, "dependency-cruiser");
  if (!parsed.ok) return parsed;
  const summary = readSummary(parsed.value);
  if (!summary.ok) return summary;
  const modules = namesOf(parsed.value["modules"], "source");
  const { totalCruised } = parsed.value["summary"] as JsonObject;
  if (modules === undefined || modules.length !== totalCruised)
    return malformed("dependency-cruiser", "as many modules are expected as the summary counts", {
      pointer: pointerTo("modules"),
    });
  return ok({ ...summary.value, modules: new Set(modules) });
}

/** The imports of the judged tree, every source among them. The failure is a sentence for people. */
export function readImportReport(path: string, reading: GateReading): Result<Imports, string> {
  const imports = readBoundReport(reading.report(path), reading.tree("repository"), readImports);
  if (!imports.ok) return err(`${imports.error}. Run ./pipeline run measure-dependencies.`);
  const passedOver = whyNotAllScanned(path, imports.value.modules, reading.sources);
  return passedOver === undefined ? imports : err(passedOver);
}
