import type { Offender } from "@ecommerce-cart/pipeline-model";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import type { GateReading } from "../gate.ts";
import { isCount, isJsonObject, malformed, parseJsonReport, pointerTo } from "../malformed-report.ts";
import type { MalformedReport } from "../malformed-report.ts";
import { countOf, formatCount } from "../percent.ts";
import { readBoundReport } from "../report-file.ts";

/** What nothing uses, and what is used without being declared. */
export interface DeadCode {
  /** Files that were followed from the entry files or found beside them. */
  readonly analysedFiles: number;
  readonly findings: readonly Offender[];
}

function isFinding(value: unknown): value is Offender {
  if (!isJsonObject(value)) return false;
  const { file, message, line } = value;
  const isPlaced = line === undefined || (isCount(line) && line >= 1);
  return typeof file === "string" && file !== "" && typeof message === "string" && message !== "" && isPlaced;
}

/** Reads what scripts/knip-reporter.mjs writes. */
export function readDeadCode(text: string): Result<DeadCode, MalformedReport> {
  const parsed = parseJsonReport(text, "knip");
  if (!parsed.ok) return parsed;
  const { analysedFiles, hasConfigErrors, findings } = parsed.value;
  if (!isCount(analysedFiles)) return malformed("knip", "a number of files is expected", { pointer: "/analysedFiles" });
  if (hasConfigErrors !== false)
    return malformed("knip", "a configuration did not load: what follows from it is not known", {
      pointer: "/hasConfigErrors",
    });
  if (!Array.isArray(findings)) return malformed("knip", "a list is expected", { pointer: "/findings" });
  const bad = findings.findIndex((one) => !isFinding(one));
  if (bad !== -1)
    return malformed("knip", "a file and a message are expected", { pointer: pointerTo("findings", String(bad)) });
  return ok({ analysedFiles, findings: findings as readonly Offender[] });
}

/** The dead code of the judged tree; knip must have analysed at least as many files as there are sources. */
export function readDeadCodeReport(path: string, reading: GateReading): Result<DeadCode, string> {
  const { length } = reading.sources;
  if (length === 0) return err("There is no source file to ask about.");
  const report = readBoundReport(reading.report(path), reading.tree("repository"), readDeadCode);
  if (!report.ok) return err(`${report.error}. Run ./pipeline run measure-dependencies.`);
  const { analysedFiles } = report.value;
  if (analysedFiles < length)
    return err(
      `${path} analysed ${formatCount(analysedFiles)} files of ${countOf(length, "source file")}: mend knip.json.`,
    );
  return report;
}
