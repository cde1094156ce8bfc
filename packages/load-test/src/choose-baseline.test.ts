import { expect, test } from "vitest";
import { chooseBaseline } from "./choose-baseline.ts";

function aRelease(version: string, change: { readonly digest?: string; readonly isDirty?: boolean } = {}) {
  return { id: `${version}-x`, version, digest: `sha256:${version}`, isDirty: false, ...change };
}

function choose(releases: Parameters<typeof chooseBaseline>[0], lastTag?: string): string {
  const choice = chooseBaseline(releases, "sha256:candidate", lastTag);
  if (choice.kind === "release") return choice.release.id;
  return choice.kind === "tag" ? `build ${choice.tag}` : "none";
}

test.each([
  ["none", [], "none"],
  ["only itself", [aRelease("0.2.0-dev.2", { digest: "sha256:candidate" })], "none"],
  ["only a dirty tree", [aRelease("0.2.0-dev.1", { isDirty: true })], "none"],
  ["the newest build between releases", [aRelease("0.2.0-dev.2"), aRelease("0.2.0-dev.1")], "0.2.0-dev.2-x"],
  ["the newest final version", [aRelease("0.3.0-dev.1"), aRelease("0.2.0"), aRelease("0.1.0")], "0.2.0-x"],
])("the release to compare with, without a tag: %s", (_name, releases, expected) => {
  expect(choose(releases)).toBe(expected);
});

test.each([
  ["nothing here", [], "build v0.2.0"],
  ["builds between releases alone", [aRelease("0.3.0-dev.1")], "build v0.2.0"],
  ["another release", [aRelease("0.1.0")], "build v0.2.0"],
  ["that release, of a dirty tree", [aRelease("0.2.0", { isDirty: true })], "build v0.2.0"],
  ["that release, of the same content", [aRelease("0.2.0", { digest: "sha256:candidate" })], "0.2.0-x"],
  ["that release among others", [aRelease("0.3.0-dev.1"), aRelease("0.3.0"), aRelease("0.2.0")], "0.2.0-x"],
])("the last release of git's history, v0.2.0, with %s", (_name, releases, expected) => {
  expect(choose(releases, "v0.2.0")).toBe(expected);
});
