import type { Offender, Verdict } from "@ecommerce-cart/pipeline-model";
import { notMeasured, toVerdict } from "../gate.ts";
import type { Answer, GatePolicy, GateReading } from "../gate.ts";
import { parseJsonReport } from "../malformed-report.ts";
import type { JsonObject } from "../malformed-report.ts";
import { countOf } from "../percent.ts";
import { objectAt, textAt } from "./json-values.ts";
import { LOCKFILE, readLockfile } from "./lockfile.ts";
import type { LockedPackage, Lockfile } from "./lockfile.ts";
import { readNpmrc } from "./npmrc.ts";

/** What a gate over the lockfile asks, as data. It reads the lockfile and the manifests itself: no job measures. */
export interface LockfilePolicy extends GatePolicy {
  readonly kind: "lockfile-integrity";
  /** Where packages may come from. */
  readonly allowedHosts: readonly string[];
}

const SHA512 = /(?:^|\s)sha512-[A-Za-z0-9+/]{86}==(?:\s|$)/;
const KINDS = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"] as const;
const MOST_OFFENDERS = 20;

function isHostAllowed(url: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host } = new URL(url);
  return protocol === "https:" && hosts.includes(host);
}

function faultsOfPackage({ name, version, entry, line }: LockedPackage, policy: LockfilePolicy): readonly Offender[] {
  const resolved = textAt(entry, "resolved");
  const faults: string[] = [];
  // What a package carries inside is covered by that package's own digest.
  if (entry["inBundle"] !== true && !SHA512.test(textAt(entry, "integrity") ?? ""))
    faults.push("has no sha512 integrity");
  // Where it is left out, npm asks the registry of .npmrc, which is judged below.
  if (resolved !== undefined && !isHostAllowed(resolved, policy.allowedHosts))
    faults.push("comes from another place than the registry");
  if (version === "") faults.push("has no version");
  return faults.map((fault) => ({
    file: LOCKFILE,
    message: `${name}@${version} ${fault}`,
    ...(line === undefined ? {} : { line }),
  }));
}

function registriesElsewhere(reading: GateReading, policy: LockfilePolicy): readonly Offender[] {
  const settings = [...readNpmrc(reading.file(".npmrc") ?? "")];
  return settings
    .filter(([name, value]) => /(?:^|:)registry$/.test(name) && !isHostAllowed(value, policy.allowedHosts))
    .map(([name]) => ({ file: ".npmrc", message: `${name} is another registry than the allowed` }));
}

function differences(manifest: JsonObject, locked: JsonObject): readonly string[] {
  const wanted = (of: JsonObject, kind: string): string =>
    JSON.stringify(Object.entries(objectAt(of, kind) ?? {}).sort());
  return KINDS.filter((kind) => wanted(manifest, kind) !== wanted(locked, kind));
}

function faultsOfManifest(path: string, text: string, lockfile: Lockfile): readonly Offender[] {
  const folder = path === "package.json" ? "" : path.slice(0, -"/package.json".length);
  const locked = lockfile.workspaces.get(folder);
  const manifest = parseJsonReport(text, "lockfile");
  if (!manifest.ok) return [{ file: path, message: "is no JSON" }];
  if (locked === undefined) return [{ file: path, message: "is not in the lockfile: run npm install" }];
  return differences(manifest.value, locked).map((kind) => ({
    file: path,
    message: `${kind} differ from the lockfile: run npm install`,
  }));
}

/** A workspace that the lockfile names and that is not there. */
function lostWorkspaces(lockfile: Lockfile, manifests: readonly string[]): readonly Offender[] {
  const folders = new Set(
    manifests.map((path) => (path === "package.json" ? "" : path.slice(0, -"/package.json".length))),
  );
  return [...lockfile.workspaces.keys()]
    .filter((folder) => !folders.has(folder))
    .map((folder) => ({ file: LOCKFILE, message: `the workspace ${folder} is not there any more: run npm install` }));
}

function answer(policy: LockfilePolicy, reading: GateReading): Answer {
  const lockfile = readLockfile(reading);
  if (!lockfile.ok) return notMeasured(`${lockfile.error}.`);
  const manifests = reading.paths("dependencies").filter((path) => /(?:^|\/)package\.json$/.test(path));
  if (!manifests.includes("package.json")) return notMeasured("package.json is missing.");
  const { packages } = lockfile.value;
  const offenders = [
    ...packages.flatMap((one) => faultsOfPackage(one, policy)),
    ...registriesElsewhere(reading, policy),
    ...manifests.flatMap((path) => faultsOfManifest(path, reading.file(path) ?? "", lockfile.value)),
    ...lostWorkspaces(lockfile.value, manifests),
  ];
  return {
    status: offenders.length > 0 ? "fail" : "pass",
    figure: `${countOf(offenders.length, "fault")} in ${countOf(packages.length, "package")} and ${countOf(manifests.length, "manifest")}`,
    reason:
      offenders.length > 0
        ? "The lockfile does not pin what is installed."
        : "Every package is pinned by digest, from the registry.",
    offenders: offenders.slice(0, MOST_OFFENDERS),
  };
}

/** Judges the lockfile: every package by SHA-512 and from an allowed registry, and the manifests as it knows them. */
export function judgeLockfile(policy: LockfilePolicy, reading: GateReading): Verdict {
  return toVerdict(policy, { threshold: "no fault", ...answer(policy, reading) }, reading);
}
