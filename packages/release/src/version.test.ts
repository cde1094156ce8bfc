import fc from "fast-check";
import { expect, test } from "vitest";
import { aCommit, aRevertOf } from "./test-builders/commits.ts";
import { compareVersions, developmentVersion, latestVersion, nextVersion } from "./version.ts";

function next(lastVersion: string | undefined, ...messages: string[]): string {
  const digits = "0123456789abcdef";
  const { version, bump } = nextVersion({
    lastVersion,
    commits: messages.map((message, index) => aCommit(message, digits[index])),
  });
  return `${version} ${bump}`;
}

test.each([
  ["1.2.3", "fix: x", "1.2.4 patch"],
  ["1.2.3", "feat: x", "1.3.0 minor"],
  ["1.2.3", "feat!: x", "2.0.0 major"],
  ["1.2.3", "chore!: x", "2.0.0 major"],
  ["1.2.3", "docs: x", "1.2.3 none"],
  ["1.2.3", "no format", "1.2.3 none"],
  ["1.2.3", "Merge branch 'x'", "1.2.3 none"],
  ["v1.2.3", "fix: x", "1.2.4 patch"],
  ["0.2.3", "fix: x", "0.2.4 patch"],
  ["0.2.3", "feat: x", "0.3.0 minor"],
  ["0.2.3", "feat!: x", "0.3.0 minor"],
  ["1.2.3", aRevertOf("f"), "1.2.4 patch"],
  ["1.2.3", "revert: x", "1.2.4 patch"],
])("after %s, %j makes %s", (last, message, expected) => {
  expect(next(last, message)).toBe(expected);
});

test("the largest change decides", () => {
  expect(next("1.2.3", "fix: a", "feat!: b", "feat: c", "docs: d")).toBe("2.0.0 major");
});

test("nothing since the last release leaves its version", () => {
  expect(next("v1.2.3")).toBe("1.2.3 none");
});

test("the first release is 0.1.0, whatever its commits", () => {
  expect(next(undefined)).toBe("0.1.0 initial");
  expect(next(undefined, "feat!: x")).toBe("0.1.0 initial");
});

test("a feature reverted before its release counts for nothing", () => {
  expect(next("1.2.3", "feat: x", aRevertOf("0"))).toBe("1.2.3 none");
});

test("reasons name the commits that count, the largest first", () => {
  const commits = [
    aCommit("fix: a", "a"),
    aCommit("docs: b", "b"),
    aCommit("feat(cart)!: c", "c"),
    aCommit(aRevertOf("f"), "d"),
  ];
  expect(nextVersion({ lastVersion: "1.0.0", commits }).reasons).toEqual([
    { hash: "c".repeat(40), bump: "major", subject: "feat(cart)!: c" },
    { hash: "a".repeat(40), bump: "patch", subject: "fix: a" },
    { hash: "d".repeat(40), bump: "patch", subject: 'revert "feat: x"' },
  ]);
});

test("a last version that is none is the caller's bug", () => {
  expect(() => nextVersion({ lastVersion: "nightly", commits: [] })).toThrow('not a semantic version: "nightly"');
});

test.each([
  [{ version: "0.2.0", bump: "minor" }, 0, "0.2.0"],
  [{ version: "0.2.0", bump: "minor" }, 1, "0.2.0-dev.1"],
  [{ version: "0.1.0", bump: "initial" }, 41, "0.1.0-dev.41"],
  [{ version: "0.2.0", bump: "none" }, 3, "0.2.1-dev.3"],
  [{ version: "0.2.0", bump: "none" }, 0, "0.2.0"],
] as const)("%o with %i commits since is labelled %s", (next, count, expected) => {
  expect(developmentVersion({ ...next, reasons: [] }, count)).toBe(expected);
});

test.each([-1, 1.5, Number.NaN])("%d commits are the caller's bug", (count) => {
  expect(() => developmentVersion({ version: "0.2.0", bump: "minor", reasons: [] }, count)).toThrow(RangeError);
});

test("a labelled build sorts after the last release, before the next, and by its number", () => {
  const types = fc.constantFrom("fix: x", "feat: x", "feat!: x", "docs: x");
  const versions = fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9)).map((parts) => parts.join("."));
  fc.assert(
    fc.property(versions, fc.array(types, { minLength: 1, maxLength: 9 }), (last, messages) => {
      const commits = messages.map((message) => aCommit(message));
      const result = nextVersion({ lastVersion: last, commits });
      const build = developmentVersion(result, commits.length);
      expect(compareVersions(build, last)).toBe(1);
      if (result.bump !== "none") expect(compareVersions(build, result.version)).toBe(-1);
      expect(compareVersions(build, developmentVersion(result, commits.length + 1))).toBe(-1);
    }),
  );
});

test("the latest version is the highest release among tags", () => {
  expect(latestVersion(["v0.2.0", "v0.10.0", "nightly", "v1.0.0-rc.1"])).toBe("0.10.0");
  expect(latestVersion(["nightly"])).toBeUndefined();
  expect(latestVersion([])).toBeUndefined();
});
