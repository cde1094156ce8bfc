import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describePackagingFailure, makeBundle } from "@ecommerce-cart/packaging";
import type { JobContext, JobOutcome } from "@ecommerce-cart/pipeline-model";
import { FileStateStore } from "@ecommerce-cart/state-store";
import { planRelease } from "../delivery/plan-release.ts";

/** Where the package stage says which release it made, relative to the root. */
export const RELEASE_FILE = "reports/release.json";

/** Makes the release bundle of the checked-out commit and records the release. */
export async function bundleRelease(context: JobContext): Promise<JobOutcome> {
  const { rootDirectory, source, log } = context;
  const plan = await planRelease(rootDirectory);
  const made = await makeBundle({
    rootDirectory,
    app: "apps/shop",
    outputDirectory: ".data/releases",
    version: plan.buildVersion,
    commit: source.commit,
    isDirty: source.isDirty,
    now: new Date(),
    log,
  });
  if (!made.ok) return { kind: "failed", reason: describePackagingFailure(made.error) };
  const { release, isReused } = made.value;
  const saved = await new FileStateStore(join(rootDirectory, ".data")).saveRelease(release);
  if (!saved.ok && saved.error.kind === "damaged-file")
    return { kind: "failed", reason: `${saved.error.path}: ${saved.error.detail}. ${saved.error.advice}` };
  const file = join(rootDirectory, RELEASE_FILE);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(release, null, 2)}\n`);
  return { kind: "passed", note: `${release.id}${isReused ? ", bundled before" : ""}` };
}
