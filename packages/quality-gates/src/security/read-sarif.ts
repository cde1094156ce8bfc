import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { isCount, isJsonObject, malformed, parseJsonReport, pointerTo } from "../malformed-report.ts";
import type { JsonObject, MalformedReport } from "../malformed-report.ts";
import { severityFromScore } from "./finding.ts";
import type { Finding, Severity } from "./finding.ts";
import { listAt, objectAt, oneLine, textAt } from "./json-values.ts";

/** What the tools of a SARIF log looked at and found. */
export interface SarifScan {
  readonly tools: readonly string[];
  readonly ruleCount: number;
  /** Paths relative to the root, in no order. */
  readonly files: readonly string[];
  readonly findings: readonly Finding[];
}

/** SARIF's own levels: "error" is high, since nothing says that it is less. */
const LEVELS: Readonly<Record<string, Severity>> = { error: "high", warning: "medium", note: "low", none: "low" };

function toPath(uri: string, rootDirectory: string | undefined): string {
  const path = decodeURIComponent(uri.replace(/^file:\/\//, ""));
  return rootDirectory !== undefined && path.startsWith(`${rootDirectory}/`)
    ? path.slice(rootDirectory.length + 1)
    : path;
}

/** Rules of the driver and of its extensions, as results refer to them. */
function rulesOf(run: JsonObject): readonly JsonObject[] {
  const tool = objectAt(run, "tool");
  const components = [objectAt(tool, "driver"), ...(listAt(tool, "extensions") ?? [])];
  return components.flatMap((component) => listAt(component, "rules") ?? []).filter(isJsonObject);
}

function ruleOf(result: JsonObject, rules: readonly JsonObject[]): JsonObject | undefined {
  const id = textAt(result, "ruleId") ?? textAt(objectAt(result, "rule"), "id");
  const index = result["ruleIndex"];
  return rules.find((rule) => rule["id"] === id) ?? (isCount(index) ? rules[index] : undefined);
}

function scoreOf(of: JsonObject | undefined): number | undefined {
  const score = objectAt(of, "properties")?.["security-severity"];
  return score === undefined || score === "" ? undefined : Number(score);
}

function severityOfResult(result: JsonObject, rule: JsonObject | undefined): Severity {
  const score = scoreOf(result) ?? scoreOf(rule);
  if (score !== undefined) return severityFromScore(score);
  const level = textAt(result, "level") ?? textAt(objectAt(rule, "defaultConfiguration"), "level") ?? "warning";
  return (Object.hasOwn(LEVELS, level) ? LEVELS[level] : undefined) ?? "high";
}

/** What its own tool suppressed counts all the same: waivers are ours, and lapse. */
function toFinding(result: JsonObject, rules: readonly JsonObject[], rootDirectory: string | undefined): Finding {
  const rule = ruleOf(result, rules);
  const place = objectAt((listAt(result, "locations") ?? [])[0], "physicalLocation");
  const line = objectAt(place, "region")?.["startLine"];
  return {
    id: textAt(result, "ruleId") ?? textAt(rule, "id") ?? "(no rule)",
    severity: severityOfResult(result, rule),
    file: toPath(textAt(objectAt(place, "artifactLocation"), "uri") ?? "(no file)", rootDirectory),
    title: oneLine(textAt(objectAt(result, "message"), "text") ?? "no message"),
    ...(isCount(line) && line > 0 ? { line } : {}),
  };
}

/** Why a run measured nothing; undefined where it ended well and says what it looked at, and for what. */
function whyUnmeasured(run: JsonObject): string | undefined {
  const invocations = listAt(run, "invocations") ?? [];
  if (invocations.length === 0) return "no invocation is told: nobody knows whether the tool ended well";
  if (!invocations.every((one) => isJsonObject(one) && one["executionSuccessful"] === true))
    return "the tool did not end well";
  if ((listAt(run, "artifacts") ?? []).length === 0) return "no artifact is listed: nothing was looked at";
  if (rulesOf(run).length === 0) return "no rule is listed: nothing was looked for";
  return listAt(run, "results") === undefined ? "no list of results" : undefined;
}

function readRun(run: unknown, rootDirectory: string | undefined): Result<SarifScan, string> {
  if (!isJsonObject(run)) return err("a run is expected");
  const why = whyUnmeasured(run);
  if (why !== undefined) return err(why);
  const results = listAt(run, "results") ?? [];
  if (!results.every(isJsonObject)) return err("a result is expected");
  const uris = (listAt(run, "artifacts") ?? []).map((one) => textAt(objectAt(one, "location"), "uri") ?? "");
  const rules = rulesOf(run);
  return ok({
    tools: [textAt(objectAt(objectAt(run, "tool"), "driver"), "name") ?? "(no name)"],
    ruleCount: rules.length,
    files: uris.map((uri) => toPath(uri, rootDirectory)),
    findings: results.map((result) => toFinding(result, rules, rootDirectory)),
  });
}

/**
 * Reads a SARIF 2.1.0 log of any tool; its runs are one scan. A run that does not say that it ended well, what it
 * looked at and for what, measured nothing. Severity: `security-severity` of the result or its rule, else the level.
 * Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function readSarif(text: string, rootDirectory?: string): Result<SarifScan, MalformedReport> {
  const parsed = parseJsonReport(text, "sarif");
  if (!parsed.ok) return parsed;
  if (parsed.value["version"] !== "2.1.0") return malformed("sarif", "2.1.0 is expected", { pointer: "/version" });
  const runs = listAt(parsed.value, "runs") ?? [];
  if (runs.length === 0) return malformed("sarif", "at least one run is expected", { pointer: "/runs" });
  const scans: SarifScan[] = [];
  for (const [index, run] of runs.entries()) {
    const scan = readRun(run, rootDirectory);
    if (!scan.ok) return malformed("sarif", scan.error, { pointer: pointerTo("runs", String(index)) });
    scans.push(scan.value);
  }
  return ok({
    tools: scans.flatMap((scan) => scan.tools),
    ruleCount: scans.reduce((sum, scan) => sum + scan.ruleCount, 0),
    files: scans.flatMap((scan) => scan.files),
    findings: scans.flatMap((scan) => scan.findings),
  });
}
