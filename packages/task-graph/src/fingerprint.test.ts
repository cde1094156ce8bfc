import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeFingerprint, explainDifference, fingerprintOf, summariseCauses } from "./index.ts";
import type { FingerprintInputs } from "./index.ts";

function someInputs(inputs: Partial<FingerprintInputs> = {}): FingerprintInputs {
  return {
    job: "unit",
    action: "command vitest",
    definition: "[]",
    toolchain: "Node v24.0.0 linux x64",
    files: [{ path: "src/a.ts", mode: "file", digest: "1" }],
    variables: [{ name: "MODE", digest: "2" }],
    needs: [{ job: "compile", token: "3" }],
    ...inputs,
  };
}

test("equal inputs have one fingerprint, a SHA-256", () => {
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
  expect(fingerprintOf(someInputs(), sha256)).toBe(fingerprintOf(someInputs(), sha256));
  expect(fingerprintOf(someInputs(), sha256)).toMatch(/^[0-9a-f]{64}$/);
});

const CHANGES: readonly [Partial<FingerprintInputs>, readonly string[]][] = [
  [{ action: "command vitest run" }, ["the command changed"]],
  [{ action: "function unit of engine 2" }, ["the pipeline's own code changed"]],
  [{ definition: "[1]" }, ["the job's definition changed"]],
  [{ toolchain: "Node v25" }, ["the toolchain changed from Node v24.0.0 linux x64 to Node v25"]],
  [{ files: [{ path: "src/a.ts", mode: "file", digest: "9" }] }, ["src/a.ts changed"]],
  [{ files: [{ path: "src/a.ts", mode: "executable", digest: "1" }] }, ["src/a.ts became executable"]],
  [{ files: [{ path: "src/a.ts", mode: "link", digest: "1" }] }, ["src/a.ts became a symbolic link"]],
  [{ files: [] }, ["src/a.ts removed"]],
  [{ files: [{ path: "src/b.ts", mode: "file", digest: "1" }] }, ["src/b.ts added", "src/a.ts removed"]],
  [{ variables: [{ name: "MODE", digest: "9" }] }, ["variable MODE changed"]],
  [{ variables: [{ name: "MODE", digest: null }] }, ["variable MODE was unset"]],
  [{ needs: [{ job: "compile", token: "9" }] }, ["needs compile, which ran again"]],
  [
    {
      needs: [
        { job: "compile", token: "3" },
        { job: "lint", token: "4" },
      ],
    },
    ["needs lint since now"],
  ],
];

test.each(CHANGES)("%j changes the fingerprint and is explained", (change, causes) => {
  const before = someInputs();
  const after = someInputs(change);
  expect(encodeFingerprint(after)).not.toBe(encodeFingerprint(before));
  expect(explainDifference(before, after)).toEqual(causes);
});

test("a variable that was unset and now is empty is explained", () => {
  const before = someInputs({ variables: [{ name: "MODE", digest: null }] });
  expect(explainDifference(before, someInputs())).toEqual(["variable MODE was set"]);
});

test("a file that lost its execute bit is explained", () => {
  const before = someInputs({ files: [{ path: "x", mode: "executable", digest: "1" }] });
  const after = someInputs({ files: [{ path: "x", mode: "file", digest: "1" }] });
  expect(explainDifference(before, after)).toEqual(["x became an ordinary file"]);
});

test("equal inputs differ in nothing", () => {
  expect(explainDifference(someInputs(), someInputs())).toEqual([]);
});

test("no two different inputs share an encoding, whatever characters they hold", () => {
  const text = fc.constantFrom("", "a", '"', ",", '","', "]", "\\", "a,a");
  const inputs = fc.record({
    job: text,
    action: text,
    definition: text,
    toolchain: text,
    files: fc.array(fc.record({ path: text, mode: fc.constantFrom("file" as const, "link" as const), digest: text }), {
      maxLength: 2,
    }),
    variables: fc.array(fc.record({ name: text, digest: fc.option(text) }), { maxLength: 2 }),
    needs: fc.array(fc.record({ job: text, token: text }), { maxLength: 2 }),
  });
  fc.assert(
    fc.property(inputs, inputs, (a, b) => {
      const areSame = JSON.stringify(a) === JSON.stringify(b);
      return (encodeFingerprint(a) === encodeFingerprint(b)) === areSame;
    }),
    { numRuns: 300 },
  );
});

test.each([
  [[], "nothing changed"],
  [["a changed"], "a changed"],
  [["a changed", "b changed", "c added"], "a changed (and 2 more)"],
])("causes %j are summed up", (causes, summary) => {
  expect(summariseCauses(causes)).toBe(summary);
});
