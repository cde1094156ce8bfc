import type { Offender, Verdict } from "@ecommerce-cart/pipeline-model";
import { ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { notMeasured, toVerdict } from "../gate.ts";
import type { Answer, GatePolicy, GateReading } from "../gate.ts";
import { malformed, parseJsonReport } from "../malformed-report.ts";
import type { MalformedReport } from "../malformed-report.ts";
import { countOf } from "../percent.ts";
import { listAt, objectAt, textAt } from "./json-values.ts";

/** What a gate over the bill of materials asks, as data. It reads the release that was bundled: no other job measures. */
export interface SbomPolicy extends GatePolicy {
  readonly kind: "sbom";
  /** Says which release was bundled: `{bundlePath, digest}`. */
  readonly release: string;
}

/** Where a bill says that a component lies, as CycloneDX's own npm tool does. */
const PATH_PROPERTY = "cdx:npm:package:path";
const IS_PACKAGE = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+$/;

interface Bill {
  /** Versions by folder. */
  readonly components: ReadonlyMap<string, string>;
  readonly digest: string;
}

/** Reads a CycloneDX 1.6 bill of materials of ours. */
export function readCycloneDx(text: string): Result<Bill, MalformedReport> {
  const parsed = parseJsonReport(text, "cyclonedx");
  if (!parsed.ok) return parsed;
  const { value } = parsed;
  if (value["bomFormat"] !== "CycloneDX" || value["specVersion"] !== "1.6")
    return malformed("cyclonedx", "CycloneDX 1.6 is expected", { pointer: "/specVersion" });
  const components = listAt(value, "components") ?? [];
  if (components.length === 0) return malformed("cyclonedx", "it lists no component", { pointer: "/components" });
  const placed = components.flatMap((one): readonly (readonly [string, string])[] => {
    const path = (listAt(one, "properties") ?? []).find((property) => textAt(property, "name") === PATH_PROPERTY);
    const [folder, version] = [textAt(path, "value"), textAt(one, "version")];
    return folder === undefined || version === undefined ? [] : [[folder, version]];
  });
  if (placed.length !== components.length)
    return malformed("cyclonedx", "a component without version or place", { pointer: "/components" });
  const hashes = listAt(objectAt(objectAt(value, "metadata"), "component"), "hashes") ?? [];
  return ok({ components: new Map(placed), digest: textAt(hashes[0], "content") ?? "" });
}

/** The packages that a bundle's manifest names: folders of node_modules with a package.json, and links to workspaces. */
function packagesIn(manifest: unknown): readonly string[] {
  const files = (listAt(manifest, "files") ?? []).map((file) => textAt(file, "path") ?? "");
  const folders = files
    .filter((path) => path.endsWith("/package.json"))
    .map((path) => path.slice(0, -"/package.json".length));
  return [...folders, ...files].filter((path) => IS_PACKAGE.test(path));
}

interface Pair {
  readonly bill: Bill;
  readonly packages: readonly string[];
}

function parse(text: string | undefined): unknown {
  const parsed = parseJsonReport(text ?? "", "cyclonedx");
  return parsed.ok ? parsed.value : undefined;
}

function readPair(policy: SbomPolicy, reading: GateReading): Result<Pair, string> {
  const failed = (why: string): Result<Pair, string> => ({ ok: false, error: why });
  const release = parse(reading.file(policy.release));
  const [bundlePath, digest] = [textAt(release, "bundlePath"), textAt(release, "digest")];
  if (bundlePath === undefined || digest === undefined)
    return failed(`${policy.release} does not say which release was bundled`);
  const manifest = parse(reading.file(`${bundlePath}/manifest.json`));
  if (textAt(manifest, "digest") !== digest)
    return failed(`the bundle at ${bundlePath} is not that of ${policy.release}`);
  const name = `${bundlePath}.cdx.json`;
  const text = reading.file(name);
  if (text === undefined) return failed(`${name} is missing`);
  const bill = readCycloneDx(text);
  if (!bill.ok) return failed(`${name}: ${bill.error.problem}`);
  if (!digest.endsWith(bill.value.digest) || bill.value.digest === "") return failed(`${name} tells of another bundle`);
  return ok({ bill: bill.value, packages: packagesIn(manifest) });
}

function answer(policy: SbomPolicy, reading: GateReading): Answer {
  const pair = readPair(policy, reading);
  if (!pair.ok) return notMeasured(`${pair.error}.`);
  const { bill, packages } = pair.value;
  if (packages.length === 0) return notMeasured("The bundle names no package.");
  const there = new Set(packages);
  const offenders: readonly Offender[] = [
    ...packages
      .filter((path) => !bill.components.has(path))
      .map((path) => ({ file: path, message: "is in the bundle and not in the bill" })),
    ...[...bill.components.keys()]
      .filter((path) => !there.has(path))
      .map((path) => ({ file: path, message: "is in the bill and not in the bundle" })),
  ];
  return {
    status: offenders.length > 0 ? "fail" : "pass",
    figure: `${countOf(packages.length, "package")} bundled, ${bill.components.size} in the bill`,
    reason:
      offenders.length > 0
        ? "The bill of materials does not tell what is shipped."
        : "The bill tells exactly what is shipped.",
    offenders,
  };
}

/** Judges the bill of materials of the bundled release: every package of the bundle is in it, and nothing else. */
export function judgeSbom(policy: SbomPolicy, reading: GateReading): Verdict {
  return toVerdict(policy, { threshold: "same packages", ...answer(policy, reading) }, reading);
}
