import type { Offender, Verdict } from "@ecommerce-cart/pipeline-model";
import parseExpression from "spdx-expression-parse";
import { notMeasured, toVerdict } from "../gate.ts";
import type { Answer, GatePolicy, GateReading } from "../gate.ts";
import { countOf, formatCount } from "../percent.ts";
import { textAt } from "./json-values.ts";
import { LOCKFILE, readLockfile } from "./lockfile.ts";
import type { LockedPackage } from "./lockfile.ts";

/** What a gate over licences asks, as data. It reads the lockfile itself: no job measures. */
export interface LicencePolicy extends GatePolicy {
  readonly kind: "licences";
  /** SPDX identifiers; one with an exception is named with it: "GPL-2.0-only WITH Classpath-exception-2.0". */
  readonly allowed: readonly string[];
  /** Besides those, for packages that no release holds. */
  readonly allowedForDevelopment?: readonly string[];
  /** Licences that the registry does not tell, found out by hand: SPDX expressions by "name@version". */
  readonly told?: Readonly<Record<string, string>>;
}

type Expression = ReturnType<typeof parseExpression>;

const MOST_OFFENDERS = 20;

function isAllowed(expression: Expression, allowed: ReadonlySet<string>): boolean {
  if ("conjunction" in expression) {
    const sides = [expression.left, expression.right].map((side) => isAllowed(side, allowed));
    return expression.conjunction === "or" ? sides.includes(true) : !sides.includes(false);
  }
  const exception = expression.exception === undefined ? "" : ` WITH ${expression.exception}`;
  return allowed.has(`${expression.license}${exception}`);
}

/** Why an expression is not allowed; undefined where it is. Example: "(GPL-3.0-only OR MIT)" is, where MIT is. */
export function whyNotAllowed(licence: string | undefined, allowed: readonly string[]): string | undefined {
  if (licence === undefined) return "tells no licence";
  try {
    return isAllowed(parseExpression(licence), new Set(allowed)) ? undefined : `is under ${licence}`;
  } catch {
    return `tells a licence that is no SPDX expression: ${licence.slice(0, 60)}`;
  }
}

function toOffender(one: LockedPackage, policy: LicencePolicy): readonly Offender[] {
  const { name, version, entry, line } = one;
  const licence = policy.told?.[`${name}@${version}`] ?? textAt(entry, "license");
  const isForDevelopment = entry["dev"] === true;
  const allowed = isForDevelopment ? [...policy.allowed, ...(policy.allowedForDevelopment ?? [])] : policy.allowed;
  const why = whyNotAllowed(licence, allowed);
  return why === undefined
    ? []
    : [{ file: LOCKFILE, message: `${name}@${version} ${why}`, ...(line === undefined ? {} : { line }) }];
}

function answer(policy: LicencePolicy, reading: GateReading): Answer {
  const lockfile = readLockfile(reading);
  if (!lockfile.ok) return notMeasured(`${lockfile.error}.`);
  const { packages } = lockfile.value;
  const offenders = packages.flatMap((one) => toOffender(one, policy));
  return {
    status: offenders.length > 0 ? "fail" : "pass",
    figure: `${formatCount(packages.length - offenders.length)} of ${countOf(packages.length, "package")}`,
    reason:
      offenders.length > 0 ? `${countOf(offenders.length, "package")} may not be used.` : "Every licence is allowed.",
    offenders: offenders.slice(0, MOST_OFFENDERS),
  };
}

/** Judges the licence of every package in the lockfile by an allow-list of SPDX identifiers; one that is not told fails. */
export function judgeLicences(policy: LicencePolicy, reading: GateReading): Verdict {
  return toVerdict(policy, { threshold: "every licence allowed", ...answer(policy, reading) }, reading);
}
