import { describeDrift } from "@ecommerce-cart/ci-generators";
import type { CiSettings } from "@ecommerce-cart/ci-generators";
import type { JobContext, JobOutcome, Pipeline } from "@ecommerce-cart/pipeline-model";
import { findCiDrift } from "../ci/generated-files.ts";

/** Are the files of every CI what the pipeline says? */
export function checkCiFiles(pipeline: Pipeline, ci: CiSettings, { rootDirectory, log }: JobContext): JobOutcome {
  const drift = findCiDrift({ rootDirectory, pipeline, ci });
  if (drift.length === 0) return { kind: "passed" };
  drift.forEach((one) => log(describeDrift(one)));
  return { kind: "failed", reason: `${drift.map(describeDrift).join("; ")}: run ./pipeline generate` };
}
