import type { Offender, Verdict } from "@ecommerce-cart/pipeline-model";
import { ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { notMeasured, toVerdict } from "../gate.ts";
import type { Answer, GatePolicy, GateReading } from "../gate.ts";
import { malformed, parseJsonReport } from "../malformed-report.ts";
import type { MalformedReport } from "../malformed-report.ts";
import { countOf } from "../percent.ts";
import { readBoundReport } from "../report-file.ts";
import { directDependencies } from "./direct-dependencies.ts";
import { listAt, textAt } from "./json-values.ts";
import { LOCKFILE, readLockfile } from "./lockfile.ts";
import type { LockedPackage } from "./lockfile.ts";
import { readOutsideAnswer } from "./outside-answer.ts";

/** What a gate over the age of releases asks, as data: a malicious one is mostly found within days. */
export interface ReleaseAgePolicy extends GatePolicy {
  readonly kind: "release-age";
  readonly report: string;
  /** Days since a version was published, at least. */
  readonly minimumDays: number;
}

const MS_PER_DAY = 24 * 60 * 60_000;

/** When each version was published, by "name@version". It never changes: the report does not age. */
export function readReleaseAges(text: string): Result<ReadonlyMap<string, string>, MalformedReport> {
  const answer = readOutsideAnswer(text, "release-ages");
  if (!answer.ok) return answer;
  const parsed = parseJsonReport(answer.value.output, "release-ages");
  if (!parsed.ok) return parsed;
  const listed = listAt(parsed.value, "packages");
  if (listed === undefined) return malformed("release-ages", "a list is expected", { pointer: "/packages" });
  const times = listed.flatMap((one): readonly (readonly [string, string])[] => {
    const [name, version, publishedAt] = [textAt(one, "name"), textAt(one, "version"), textAt(one, "publishedAt")];
    const isWhole = name !== undefined && version !== undefined && !Number.isNaN(Date.parse(publishedAt ?? ""));
    return isWhole ? [[`${name}@${version}`, publishedAt ?? ""]] : [];
  });
  return ok(new Map(times));
}

function daysSince(publishedAt: string, now: string): number {
  return (Date.parse(now) - Date.parse(publishedAt)) / MS_PER_DAY;
}

function weigh(
  packages: readonly LockedPackage[],
  times: ReadonlyMap<string, string>,
  rule: { now: string; minimumDays: number },
): Answer {
  const aged = packages.map((one) => ({
    ...one,
    days: daysSince(times.get(`${one.name}@${one.version}`) ?? "", rule.now),
  }));
  const unknown = aged.filter(({ days }) => Number.isNaN(days));
  if (unknown.length > 0)
    return notMeasured(
      `The registry did not say when ${unknown[0]?.name}@${unknown[0]?.version} was published${unknown.length > 1 ? `, nor ${unknown.length - 1} more` : ""}.`,
    );
  const young = aged.filter(({ days }) => days < rule.minimumDays).sort((a, b) => a.days - b.days);
  const youngest = Math.floor(Math.min(...aged.map(({ days }) => days)));
  return {
    status: young.length > 0 ? "fail" : "pass",
    figure: `youngest ${countOf(youngest, "day")}, of ${countOf(packages.length, "package")}`,
    reason:
      young.length > 0
        ? `${countOf(young.length, "package")} too young: take the version before, or wait.`
        : "Every version had time to be found out.",
    offenders: young.map(({ name, version, days, line }): Offender => ({
      file: LOCKFILE,
      message: `${name}@${version} was published ${countOf(Math.floor(days), "day")} ago`,
      ...(line === undefined ? {} : { line }),
    })),
  };
}

function answer(policy: ReleaseAgePolicy, reading: GateReading): Answer {
  const lockfile = readLockfile(reading);
  if (!lockfile.ok) return notMeasured(`${lockfile.error}.`);
  const packages = directDependencies(lockfile.value);
  if (packages.length === 0) return notMeasured("No manifest names a dependency.");
  const times = readBoundReport(reading.report(policy.report), reading.tree("dependencies"), readReleaseAges);
  if (!times.ok) return notMeasured(`${times.error}.`);
  return weigh(packages, times.value, { now: reading.now, minimumDays: policy.minimumDays });
}

/** Judges how long ago the versions were published that our manifests name: one too young fails, an unknown one is not measured. */
export function judgeReleaseAge(policy: ReleaseAgePolicy, reading: GateReading): Verdict {
  return toVerdict(policy, { threshold: `>= ${policy.minimumDays} days`, ...answer(policy, reading) }, reading);
}
