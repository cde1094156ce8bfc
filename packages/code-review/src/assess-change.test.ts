import { expect, test } from "vitest";
import { aVerdict } from "../../reports/src/test-builders/a-run.ts";
import { assessChange } from "./assess-change.ts";
import type { ChangedFile, ChangeSummary } from "./change.ts";

function aFile(change: Partial<ChangedFile> = {}): ChangedFile {
  return {
    path: "apps/shop/src/cart/cart.ts",
    addedLines: 1,
    removedLines: 0,
    isBinary: false,
    isGenerated: false,
    ...change,
  };
}

function aChange(change: Partial<ChangeSummary> = {}): ChangeSummary {
  return { base: "main", files: [aFile()], dependencies: [], migrations: [], ...change };
}

const contract = { line: 1, kind: "contract", message: "m" } as const;

test.each([
  [50, "small", "low"],
  [51, "medium", "low"],
  [250, "medium", "low"],
  [251, "large", "medium"],
  [800, "large", "medium"],
  [801, "huge", "high"],
])("%d lines are %s, of risk %s", (addedLines, size, risk) => {
  expect(assessChange(aChange({ files: [aFile({ addedLines })] }), [])).toMatchObject({ size, risk });
});

test("generated lines make no change large", () => {
  const files = [aFile(), aFile({ path: "package-lock.json", addedLines: 9_000, isGenerated: true })];
  expect(assessChange(aChange({ files }), [])).toEqual({ size: "small", risk: "low", reasons: [] });
});

test.each([
  [{ migrations: [{ path: "m", kind: "added", hints: [] }] }, "medium", "it migrates the database"],
  [
    { migrations: [{ path: "m", kind: "added", hints: [contract] }] },
    "high",
    "a migration takes away what the release before needs",
  ],
  [
    { migrations: [{ path: "m", kind: "changed", hints: [] }] },
    "high",
    "a migration that may have run already is changed",
  ],
  [
    {
      dependencies: [{ name: "x", kind: "added", before: [], after: ["1"], isDirect: true, isDevelopmentOnly: false }],
    },
    "medium",
    "it ships a new dependency: x",
  ],
  [{ files: [aFile({ path: "apps/shop/src/orders/a.ts" })] }, "medium", "it touches orders or payment"],
  [
    { files: [aFile({ path: "x.ts", previousPath: "packages/rollout/src/x.ts" })] },
    "medium",
    "it touches how releases reach traffic",
  ],
] satisfies readonly [Partial<ChangeSummary>, string, string][])("%j is of risk %s: %s", (change, risk, reason) => {
  expect(assessChange(aChange(change), [])).toMatchObject({ risk, reasons: [reason] });
});

test.each([
  [{ dependencies: [{ name: "x", kind: "added", before: [], after: ["1"], isDirect: true, isDevelopmentOnly: true }] }],
  [
    {
      dependencies: [{ name: "x", kind: "added", before: [], after: ["1"], isDirect: false, isDevelopmentOnly: false }],
    },
  ],
  [{ files: [aFile({ path: "apps/shop/src/orders/a.test.ts" })] }],
] satisfies readonly [Partial<ChangeSummary>][])("%j is of risk low", (change) => {
  expect(assessChange(aChange(change), []).risk).toBe("low");
});

test("gates count: a failing security gate is high, untested changed lines are medium; the gravest stands first", () => {
  const untested = aVerdict({ gate: "changed-line coverage", status: "fail" });
  expect(assessChange(aChange(), [untested])).toMatchObject({ risk: "medium" });
  const insecure = aVerdict({ gate: "secrets", family: "security", status: "fail" });
  expect(assessChange(aChange(), [untested, insecure])).toMatchObject({
    risk: "high",
    reasons: ["a security gate fails", "changed lines are run by no test"],
  });
  expect(assessChange(aChange(), [aVerdict({ gate: "changed-line coverage" })]).risk).toBe("low");
});
