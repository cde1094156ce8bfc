import type { Offender, Verdict, Waiver } from "@ecommerce-cart/pipeline-model";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { diff, valid } from "semver";
import { notMeasured, toVerdict } from "../gate.ts";
import type { Answer, GatePolicy, GateReading } from "../gate.ts";
import { malformed, parseJsonReport } from "../malformed-report.ts";
import type { JsonObject, MalformedReport } from "../malformed-report.ts";
import { formatCount, formatPercent, leastPart } from "../percent.ts";
import { readBoundReport } from "../report-file.ts";
import { whyNotInForce } from "../waiver.ts";
import { directDependencies } from "./direct-dependencies.ts";
import { oneLine, textAt } from "./json-values.ts";
import { LOCKFILE, readLockfile } from "./lockfile.ts";
import { fresh, readOutsideAnswer } from "./outside-answer.ts";

/** What a gate over outdated dependencies asks, as data. */
export interface OutdatedPolicy extends GatePolicy {
  readonly kind: "outdated";
  readonly report: string;
  /** Fewer than this, of the packages that our manifests name. */
  readonly belowPercent: number;
  /** Which steps behind the latest count. */
  readonly counted: readonly ("major" | "minor" | "patch")[];
  readonly freshForMs: number;
  /** Packages held back on purpose, until a day: they are named and not counted. */
  readonly held?: readonly HeldPackage[];
}

/** A package that stays at an older version, by its name. */
export interface HeldPackage extends Waiver {
  readonly name: string;
}

interface OutdatedPackage {
  readonly name: string;
  readonly locked: string;
  readonly latest: string;
}

interface LatePackage extends OutdatedPackage {
  readonly step: "major" | "minor" | "patch";
}

interface Scale {
  readonly whole: number;
  readonly today: string;
}

interface OutdatedAnswer {
  readonly takenAt: string;
  readonly packages: readonly OutdatedPackage[];
}

/** What npm tells of one name: an object, or one for each workspace that has it. */
function packagesOf(name: string, told: unknown): readonly OutdatedPackage[] {
  const all: readonly unknown[] = Array.isArray(told) ? told : [told];
  return all.flatMap((one) => {
    const latest = textAt(one, "latest");
    // Without "current" it is not installed: an optional package of another platform.
    const locked = textAt(one, "current") ?? textAt(one, "wanted");
    return latest === undefined || locked === undefined
      ? []
      : [{ name: name.replace(/:npm:.*$|:@.*$/, ""), locked, latest }];
  });
}

/** What npm says instead of an answer; a package may be called "error" too. */
function errorOf({ error }: JsonObject): string | undefined {
  if (error === undefined || textAt(error, "latest") !== undefined) return undefined;
  return oneLine(textAt(error, "summary") ?? textAt(error, "code") ?? "it says no more");
}

/** Reads the answer of `npm outdated --json` in the envelope of our job. An error of the registry's measured nothing. */
export function readNpmOutdated(text: string): Result<OutdatedAnswer, MalformedReport> {
  const answer = readOutsideAnswer(text, "npm-outdated");
  if (!answer.ok) return answer;
  const parsed = parseJsonReport(answer.value.output, "npm-outdated");
  if (!parsed.ok) return parsed;
  const error = errorOf(parsed.value);
  if (error !== undefined)
    return malformed("npm-outdated", `the registry did not answer: ${error}`, { pointer: "/error" });
  const told = Object.entries(parsed.value).map(([name, one]) => ({ name, packages: packagesOf(name, one) }));
  const bad = told.find(({ packages }) => packages.length === 0);
  if (bad !== undefined)
    return malformed("npm-outdated", "wanted and latest are expected", { pointer: `/${bad.name}` });
  return ok({ takenAt: answer.value.takenAt, packages: told.flatMap(({ packages }) => packages) });
}

/** "major", "minor" or "patch"; undefined where the locked one is no older. What is no version counts as major. */
function stepBehind({ locked, latest }: OutdatedPackage): "major" | "minor" | "patch" | undefined {
  if (valid(locked) === null || valid(latest) === null) return locked === latest ? undefined : "major";
  const step = diff(locked, latest);
  if (step === null) return undefined;
  return step.includes("major") ? "major" : step.includes("minor") ? "minor" : "patch";
}

function lateOnes(policy: OutdatedPolicy, packages: readonly OutdatedPackage[]): readonly LatePackage[] {
  const late = packages.flatMap((one) => {
    const step = stepBehind(one);
    return step !== undefined && policy.counted.includes(step) ? [{ ...one, step }] : [];
  });
  return [...new Map(late.map((one) => [one.name, one])).values()];
}

function toOffender({ name, locked, latest, step }: LatePackage, why: string): Offender {
  return { file: LOCKFILE, message: `${name} ${locked}, latest ${latest} (${step}${why})` };
}

function weigh(policy: OutdatedPolicy, late: readonly LatePackage[], { whole, today }: Scale): Answer {
  const held = new Set(
    (policy.held ?? []).filter((one) => whyNotInForce(one, today) === undefined).map(({ name }) => name),
  );
  const counted = late.filter(({ name }) => !held.has(name));
  const aside = late.filter(({ name }) => held.has(name));
  const part = counted.length;
  const noun = whole === 1 ? "direct dependency" : "direct dependencies";
  return {
    status: part < leastPart(whole, policy.belowPercent) ? "pass" : "fail",
    figure: `${formatPercent({ part, whole })} (${part} of ${formatCount(whole)} ${noun})`,
    reason: `${part} behind the latest by a ${policy.counted.join(" or ")} version; ${aside.length} held back.`,
    offenders: [...counted.map((one) => toOffender(one, "")), ...aside.map((one) => toOffender(one, ", held back"))],
  };
}

function readAnswer(policy: OutdatedPolicy, reading: GateReading): Result<OutdatedAnswer, string> {
  const told = readBoundReport(reading.report(policy.report), reading.tree("dependencies"), readNpmOutdated);
  return told.ok
    ? fresh(policy.report, told.value, { now: reading.now, freshForMs: policy.freshForMs })
    : err(told.error);
}

function answer(policy: OutdatedPolicy, reading: GateReading): Answer {
  const lockfile = readLockfile(reading);
  if (!lockfile.ok) return notMeasured(`${lockfile.error}.`);
  const whole = new Set(directDependencies(lockfile.value).map(({ name }) => name)).size;
  if (whole === 0) return notMeasured("No manifest names a dependency.");
  const told = readAnswer(policy, reading);
  if (!told.ok) return notMeasured(`${told.error}.`);
  return weigh(policy, lateOnes(policy, told.value.packages), { whole, today: reading.tree("dependencies").today });
}

/** Judges how many of the packages that our manifests name are behind their latest version. */
export function judgeOutdated(policy: OutdatedPolicy, reading: GateReading): Verdict {
  return toVerdict(policy, { threshold: `< ${policy.belowPercent} %`, ...answer(policy, reading) }, reading);
}
