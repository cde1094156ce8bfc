import { compare, valid } from "semver";
import { isJsonObject } from "../malformed-report.ts";
import type { JsonObject } from "../malformed-report.ts";
import { severityOf } from "./finding.ts";
import type { Severity } from "./finding.ts";
import { listAt, objectAt, oneLine, textAt, textsAt } from "./json-values.ts";

/** A package as an advisory names it. */
export interface NamedVersion {
  readonly name: string;
  readonly version: string;
}

/** What an advisory says of one package of ours. */
export interface OsvMatch extends NamedVersion {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
}

interface Event {
  readonly version: string;
  readonly kind: "introduced" | "fixed" | "last_affected";
}

function eventsOf(range: unknown): readonly Event[] {
  return (listAt(range, "events") ?? []).flatMap((event) =>
    (["introduced", "fixed", "last_affected"] as const).flatMap((kind) => {
      const version = textAt(event, kind);
      return version === undefined ? [] : [{ kind, version: version === "0" ? "0.0.0-0" : version }];
    }),
  );
}

/**
 * Whether a version lies in a range of type SEMVER. Events that hold no version are the caller's to find.
 * Source: https://ossf.github.io/osv-schema/#evaluation
 */
function isInRange(version: string, events: readonly Event[]): boolean {
  let isVulnerable = false;
  for (const event of [...events].sort((a, b) => compare(a.version, b.version))) {
    const order = compare(version, event.version);
    if (event.kind === "introduced" && order >= 0) isVulnerable = true;
    if (event.kind === "fixed" && order >= 0) isVulnerable = false;
    if (event.kind === "last_affected" && order > 0) isVulnerable = false;
  }
  return isVulnerable;
}

/** A range that cannot be evaluated counts as one that the version lies in. */
function isAffectedByRange(version: string, range: unknown): boolean {
  if (textAt(range, "type") === "GIT") return false;
  const events = eventsOf(range);
  const isReadable =
    valid(version) !== null && events.length > 0 && events.every((event) => valid(event.version) !== null);
  return !isReadable || isInRange(version, events);
}

function isAffected(affected: JsonObject, { name, version }: NamedVersion): boolean {
  const named = objectAt(affected, "package");
  if (textAt(named, "ecosystem") !== "npm" || textAt(named, "name") !== name) return false;
  const versions = textsAt(affected, "versions") ?? [];
  const ranges = listAt(affected, "ranges") ?? [];
  if (versions.length === 0 && ranges.length === 0) return true;
  return versions.includes(version) || ranges.some((range) => isAffectedByRange(version, range));
}

/** GitHub's word where there is one. A malicious package is critical; what says nothing counts as high. */
function severityOfRecord(id: string, record: JsonObject): Severity {
  if (id.startsWith("MAL-")) return "critical";
  return severityOf(objectAt(record, "database_specific")?.["severity"]);
}

/** The packages that an OSV record is about: names in the npm ecosystem. */
export function namesInOsv(record: unknown): readonly string[] {
  return (listAt(record, "affected") ?? []).flatMap((affected) => {
    const named = objectAt(affected, "package");
    const name = textAt(named, "name");
    return textAt(named, "ecosystem") === "npm" && name !== undefined ? [name] : [];
  });
}

/**
 * The packages that an OSV record says are vulnerable; none where it was withdrawn.
 * Example: a record of "minimist" with introduced 0 and fixed 0.2.4 matches 0.2.3 and not 0.2.4.
 */
export function matchOsv(record: unknown, packages: readonly NamedVersion[]): readonly OsvMatch[] {
  const id = textAt(record, "id");
  if (!isJsonObject(record) || id === undefined || textAt(record, "withdrawn") !== undefined) return [];
  const affected = (listAt(record, "affected") ?? []).filter(isJsonObject);
  return packages
    .filter((one) => affected.some((entry) => isAffected(entry, one)))
    .map(({ name, version }) => {
      const title = oneLine(textAt(record, "summary") ?? textAt(record, "details") ?? "no summary");
      return { id, severity: severityOfRecord(id, record), name, version, title };
    });
}
