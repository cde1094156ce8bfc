import type { Digest } from "@ecommerce-cart/release";
import { digestHex } from "@ecommerce-cart/release";
import type { LockedPackage } from "./production-closure.ts";

/** A package of a bundle, as its bill of materials tells it. */
export interface BilledPackage {
  /** Its folder in the bundle: "node_modules/pg". */
  readonly path: string;
  /** What it is called in the registry: "@fastify/cookie". */
  readonly name: string;
  readonly version: string;
  /** Its entry in the lockfile. */
  readonly locked: LockedPackage & { readonly integrity?: string; readonly license?: string };
  /** True for a workspace of ours, which no registry has. */
  readonly isOurs: boolean;
  /** Folders of the packages that it depends on. */
  readonly needs: readonly string[];
}

/** The release whose bill is made. */
export interface BilledRelease {
  readonly name: string;
  readonly version: string;
  /** Of the bundle: the bill follows from the bundle alone, and says so. */
  readonly digest: Digest;
  readonly packages: readonly BilledPackage[];
  /** Folders of the packages that the program itself depends on. */
  readonly needs: readonly string[];
}

const IS_SPDX_IDENTIFIER = /^[A-Za-z0-9.+-]+$/;
const ROOT_REF = "release";

/**
 * The bill of materials of a bundle, CycloneDX 1.6 in JSON, the same for the same bundle. Each component says in
 * `cdx:npm:package:path` where it lies, so that bill and bundle can be compared.
 * Source: https://cyclonedx.org/docs/1.6/json/ and https://github.com/CycloneDX/cyclonedx-property-taxonomy
 */
export function renderSbom(release: BilledRelease): string {
  const { name, version, digest, packages } = release;
  const hex = digestHex(digest);
  const root = { type: "application", "bom-ref": ROOT_REF, name, version, hashes: [{ alg: "SHA-256", content: hex }] };
  const dependencies = packages.map(({ path, needs }) => ({ ref: path, dependsOn: needs }));
  const bill = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: `urn:uuid:${uuidOf(hex)}`,
    version: 1,
    metadata: { component: root },
    components: packages.map(toComponent),
    dependencies: [{ ref: ROOT_REF, dependsOn: release.needs }, ...dependencies],
  };
  return `${JSON.stringify(bill, null, 2)}\n`;
}

function toComponent({ path, name, version, locked, isOurs }: BilledPackage): object {
  const [group, bare] = name.startsWith("@") ? name.split("/") : [undefined, name];
  return {
    type: "library",
    "bom-ref": path,
    ...(group === undefined ? {} : { group }),
    name: bare,
    version,
    ...(locked.license === undefined ? {} : { licenses: [licenceOf(locked.license)] }),
    ...(isOurs ? {} : { purl: purlOf(name, version) }),
    ...hashesOf(locked.integrity),
    properties: [{ name: "cdx:npm:package:path", value: path }],
  };
}

function licenceOf(licence: string): object {
  return IS_SPDX_IDENTIFIER.test(licence) ? { license: { id: licence } } : { expression: licence };
}

/** Source: https://github.com/package-url/purl-spec, type npm: the scope is percent-encoded. */
function purlOf(name: string, version: string): string {
  return `pkg:npm/${name.replace(/^@/, "%40")}@${encodeURIComponent(version)}`;
}

/** The digest of the package's archive, in the hexadecimal digits of CycloneDX. */
function hashesOf(integrity: string | undefined): object {
  const base64 = /sha512-(\S+)/.exec(integrity ?? "")?.[1];
  if (base64 === undefined) return {};
  return { hashes: [{ alg: "SHA-512", content: Buffer.from(base64, "base64").toString("hex") }] };
}

/** A name-based identifier (RFC 9562, version 8) from the bundle's digest. */
function uuidOf(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}
