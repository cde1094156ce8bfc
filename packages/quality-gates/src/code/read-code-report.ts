import { err } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import type { GateReading } from "../gate.ts";
import { readBoundReport } from "../report-file.ts";
import { whyNotAllScanned } from "../scanned-sources.ts";
import { readCodeMeasures } from "./code-measures.ts";
import type { CodeMeasures } from "./code-measures.ts";

/** What the job `measure-code` measured of the judged tree, every source of it. The failure is a sentence for people. */
export function readCodeReport(path: string, reading: GateReading): Result<CodeMeasures, string> {
  const measures = readBoundReport(reading.report(path), reading.tree("code"), readCodeMeasures);
  if (!measures.ok) return err(`${measures.error}. Run ./pipeline run measure-code.`);
  const passedOver = whyNotAllScanned(path, measures.value, reading.sources);
  return passedOver === undefined ? measures : err(passedOver);
}
