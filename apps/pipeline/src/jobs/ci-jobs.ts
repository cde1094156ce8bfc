import { describeDrift } from "@ecommerce-cart/ci-generators";
import type { JobContext, JobOutcome } from "@ecommerce-cart/pipeline-model";
import { findCiDrift } from "../ci/generated-files.ts";
import type { CiSource } from "../ci/generated-files.ts";

/** Are the files of every CI what the pipeline says? */
export function checkCiFiles(source: Omit<CiSource, "rootDirectory">, { rootDirectory, log }: JobContext): JobOutcome {
  const drift = findCiDrift({ ...source, rootDirectory });
  if (drift.length === 0) return { kind: "passed" };
  drift.forEach((one) => log(describeDrift(one)));
  return { kind: "failed", reason: `${drift.map(describeDrift).join("; ")}: run ./pipeline generate` };
}
