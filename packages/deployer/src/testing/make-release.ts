import type { Release, ReleaseId } from "@ecommerce-cart/release";

/** A release record for tests; the id, digest and commit follow from `name`, so that two names make two releases. */
export function makeRelease(name: string, changes: Partial<Release> = {}): Release {
  const hex = Buffer.from(name).toString("hex").padEnd(8, "0");
  const digestHex = hex.repeat(64).slice(0, 64);
  return {
    id: `1.0.0-${hex.slice(0, 7)}-${name}` as ReleaseId,
    digest: `sha256:${digestHex}`,
    version: "1.0.0",
    commit: hex.repeat(40).slice(0, 40),
    isDirty: false,
    createdAt: "2026-01-01T00:00:00.000Z",
    migrations: [],
    bundlePath: `.data/releases/${digestHex}`,
    ...changes,
  };
}
