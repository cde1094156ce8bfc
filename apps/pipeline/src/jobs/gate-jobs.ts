import type { JobContext, JobOutcome } from "@ecommerce-cart/pipeline-model";
import { judgeGate } from "@ecommerce-cart/quality-gates";
import type { Gate } from "@ecommerce-cart/quality-gates";
import { openGateReading } from "../gates/gate-reading.ts";

/** Judges gates from the reports on disk; the environment says which families are required. */
export async function judgeGatesOfRun(gates: readonly Gate[], context: JobContext): Promise<JobOutcome> {
  const reading = openGateReading(context.rootDirectory, context.environmentName);
  return { kind: "passed", verdicts: gates.map((gate) => judgeGate(gate, reading)) };
}
