import { expect, test } from "vitest";
import { chooseBaseline } from "./choose-baseline.ts";

function aRelease(version: string, change: { readonly digest?: string; readonly isDirty?: boolean } = {}) {
  return { id: `${version}-x`, version, digest: `sha256:${version}`, isDirty: false, ...change };
}

test.each([
  ["none", [], undefined],
  ["only itself", [aRelease("0.2.0-dev.2", { digest: "sha256:candidate" })], undefined],
  ["only a dirty tree", [aRelease("0.2.0-dev.1", { isDirty: true })], undefined],
  ["the newest build between releases", [aRelease("0.2.0-dev.2"), aRelease("0.2.0-dev.1")], "0.2.0-dev.2-x"],
  ["the newest final version", [aRelease("0.3.0-dev.1"), aRelease("0.2.0"), aRelease("0.1.0")], "0.2.0-x"],
])("the release to compare with: %s", (_name, releases, expected) => {
  expect(chooseBaseline(releases, "sha256:candidate")?.id).toBe(expected);
});
