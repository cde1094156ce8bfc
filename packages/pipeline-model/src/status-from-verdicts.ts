import type { Verdict } from "./verdict.ts";

/**
 * What a job's verdicts make of it: a required gate that fails is a failure, a required gate without a figure
 * is not measured (a failure outweighs it); advisory gates and waivers decide nothing.
 * Example: no verdicts give "passed".
 */
export function statusFromVerdicts(verdicts: readonly Verdict[]): "passed" | "failed" | "not-measured" {
  const required = verdicts.filter((verdict) => verdict.isRequired).map((verdict) => verdict.status);
  if (required.includes("fail")) return "failed";
  return required.includes("not-measured") ? "not-measured" : "passed";
}
