import type { Offender, Verdict } from "@ecommerce-cart/pipeline-model";
import { notMeasured, toVerdict } from "../gate.ts";
import type { Answer, GatePolicy, GateReading } from "../gate.ts";
import { countOf } from "../percent.ts";
import { LOCKFILE, readLockfile } from "./lockfile.ts";
import { readNpmrc } from "./npmrc.ts";

/** A package that may bring an install script, and why nothing is lost or risked by it. */
export interface AllowedScript {
  readonly name: string;
  readonly reason: string;
}

/** What a gate over install scripts asks, as data. It reads the lockfile and .npmrc itself: no job measures. */
export interface InstallScriptPolicy extends GatePolicy {
  readonly kind: "install-scripts";
  readonly allowed: readonly AllowedScript[];
}

function answer(policy: InstallScriptPolicy, reading: GateReading): Answer {
  const lockfile = readLockfile(reading);
  if (!lockfile.ok) return notMeasured(`${lockfile.error}.`);
  const allowed = new Set(policy.allowed.filter(({ reason }) => reason.trim() !== "").map(({ name }) => name));
  const withScript = lockfile.value.packages.filter(({ entry }) => entry["hasInstallScript"] === true);
  const strangers = withScript.filter(({ name }) => !allowed.has(name));
  const settings = readNpmrc(reading.file(".npmrc") ?? "");
  const isIgnored = settings.get("ignore-scripts") === "true";
  const offenders: readonly Offender[] = [
    ...(isIgnored
      ? []
      : [{ file: ".npmrc", message: "ignore-scripts=true is missing: packages run code while they are installed" }]),
    ...strangers.map(({ name, version, line }) => ({
      file: LOCKFILE,
      message: `${name}@${version} brings an install script`,
      ...(line === undefined ? {} : { line }),
    })),
  ];
  return {
    status: offenders.length > 0 ? "fail" : "pass",
    figure: `${countOf(withScript.length, "package")} of ${lockfile.value.packages.length} with an install script, ${strangers.length} not allowed`,
    reason:
      offenders.length > 0
        ? "Look at the script, then allow it with a reason, or do without the package."
        : "No script runs, and every one is known.",
    offenders,
  };
}

/** Judges install scripts: npm runs none, and every package that brings one is allowed by name with a reason. */
export function judgeInstallScripts(policy: InstallScriptPolicy, reading: GateReading): Verdict {
  return toVerdict(policy, { threshold: "none that is not allowed", ...answer(policy, reading) }, reading);
}
