import { toRunRecord } from "@ecommerce-cart/reports";
import { expect, test } from "vitest";
import { aJobEnd, aRunEnd, aRunStart, aVerdict } from "../../reports/src/test-builders/a-run.ts";
import { aRunOfEverything } from "../../reports/src/test-builders/a-run-of-everything.ts";
import type { ChangeSummary } from "./change.ts";
import { escapeMarkdown, codeSpan } from "./markdown-text.ts";
import { LONGEST_COMMENT, renderReviewComment, REVIEW_MARKER } from "./review-comment.ts";

const EVIL =
  "`a|b`\n<script>alert(1)</script> @ann #12 ![x](http://e.vil/x.png) https://e.vil www.e.vil \u202e --> *b* \x1b[31m";

const CHANGE: ChangeSummary = {
  base: "origin/main at 540e8d8",
  files: [
    { path: "apps/shop/src/cart/cart.ts", addedLines: 12, removedLines: 3, isBinary: false, isGenerated: false },
    { path: "b.ts", previousPath: "a.ts", addedLines: 1, removedLines: 1, isBinary: false, isGenerated: false },
    { path: "package-lock.json", addedLines: 400, removedLines: 9, isBinary: false, isGenerated: true },
  ],
  dependencies: [
    { name: "left-pad", kind: "added", before: [], after: ["1.3.0"], isDirect: true, isDevelopmentOnly: false },
  ],
  migrations: [
    {
      path: "apps/shop/migrations/0020_x.sql",
      kind: "added",
      hints: [{ line: 3, kind: "contract", message: "removes a column" }],
    },
    { path: "apps/shop/migrations/0021_y.sql", kind: "added", hints: [] },
  ],
};

const everything = renderReviewComment({ record: toRunRecord(aRunOfEverything()), change: CHANGE });

test("the comment begins with the marker, then the verdict, then the change with its risk", () => {
  const [marker, head] = everything.split("\n");
  expect(marker).toBe(REVIEW_MARKER);
  expect(head).toBe("## ✘ Failed");
  expect(everything).toContain(
    "**Change:** small, **risk high**. 3 files, +13 −4 lines, 1 moved, 1 generated file not counted",
  );
  expect(everything).toContain("- a migration takes away what the release before needs");
});

test("a run of some stages, or of another commit, does not pass for the whole change", () => {
  const record = toRunRecord([aRunStart(), aJobEnd(), aRunEnd()]);
  const text = renderReviewComment({
    record,
    change: CHANGE,
    missingStages: ["test", "gate"],
    otherCommit: "f".repeat(40),
  });
  expect(text).toContain("## ✔ Passed, as far as it went\n");
  expect(text).toContain("**Not in this run:** test, gate.");
  expect(text).toMatch(/\*\*Of another commit:\*\* the run measured `.*`, and `fffffff` is checked out\./);
  expect(renderReviewComment({ record, change: CHANGE })).toContain("## ✔ Passed\n");
});

test("migrations, dependencies and what to do are there", () => {
  expect(everything).toContain("- `apps/shop/migrations/0020_x.sql:3` **contract**: removes a column");
  expect(everything).toContain("`apps/shop/migrations/0021_y.sql` only expands");
  expect(everything).toContain("| `left-pad` | new |  | 1.3.0 | direct |");
  expect(everything).toMatch(/### What to do\n\n- \*\*/);
});

test("gates that need somebody have a row, those that pass one line a family", () => {
  expect(everything).toContain("| ✘ fail | integration tests (functional) |");
  expect(everything).toMatch(/- ✔ functional, 1 gate: unit tests\n- ✔ security, 1 gate: licences/);
  expect(everything).toContain("Waived by ana until 2026&#45;12&#45;15");
});

test("untested changed lines and performance ratios are shown where measured", () => {
  const verdicts = [
    aVerdict({
      gate: "changed-line coverage",
      status: "fail",
      offenders: [{ file: "a.ts", line: 7, message: "3 lines" }],
    }),
    aVerdict({ gate: "throughput", family: "performance", figure: "0.98 times the base", threshold: ">= 0.9" }),
  ];
  const record = toRunRecord([aRunStart(), aJobEnd({ verdicts }), aRunEnd()]);
  const text = renderReviewComment({ record, change: CHANGE });
  expect(text).toContain("### Changed lines without a test\n\n- `a.ts:7` 3 lines");
  expect(text).toContain("- throughput: 0.98 times the base (asked &#62;&#61; 0.9)");
});

test("a change that git could not tell is said, never shown as empty", () => {
  const text = renderReviewComment({
    record: toRunRecord(aRunOfEverything()),
    change: undefined,
    changeProblem: "this clone is cut off",
  });
  expect(text).toContain("**The change is not measured:** this clone is cut off.");
});

test("text from outside mentions nobody, links nothing, and is no HTML", () => {
  const offender = { file: EVIL, line: 1, message: EVIL };
  const verdict = aVerdict({
    status: "fail",
    gate: EVIL,
    figure: EVIL,
    threshold: EVIL,
    reason: EVIL,
    offenders: [offender],
  });
  const record = toRunRecord([
    aRunStart({ environmentName: EVIL, source: { commit: EVIL, isDirty: true, branch: EVIL, label: EVIL } }),
    aJobEnd({
      status: "failed",
      reason: EVIL,
      verdicts: [verdict, { ...verdict, gate: `changed coverage ${EVIL}` }, { ...verdict, status: "pass" }],
    }),
    aRunEnd({ status: "failed" }),
  ]);
  const change: ChangeSummary = {
    base: EVIL,
    files: CHANGE.files.map((file) => ({ ...file, path: EVIL })),
    dependencies: CHANGE.dependencies.map((one) => ({ ...one, name: EVIL, before: [EVIL] })),
    migrations: [{ path: EVIL, kind: "changed", hints: [{ line: 1, kind: "lock", message: EVIL }] }],
  };
  const text = renderReviewComment({ record, change, reportUrl: "javascript:alert(1)" });
  // Code spans take everything literally: what stands outside of them counts.
  const outside = text.replace(/(`+) ?[^]*?[^`] ?\1(?!`)/g, "");
  expect(outside).not.toMatch(/<script|@ann|(?<!&)#12|\]\(|https?:\/\/|www\./);
  expect(text).not.toMatch(/\u202e|\x1b|javascript:/);
  for (const row of text.split("\n").filter((line) => line.startsWith("| ✘")))
    expect(row.replace(/\\\|/g, "").match(/\|/g)).toHaveLength(6);
});

test.each(["", "`", "``", " ` ", "a`b``c", "\\", "|"])("code of %j has a fence of its own", (text) => {
  const span = codeSpan(text);
  const inner = /^(`+)([^]*?)\1$/.exec(span)?.[2] ?? "";
  expect(inner.trim()).toBe(text.trim());
});

test("a mention is broken in every place where one may stand", () => {
  expect(escapeMarkdown("@ann (@org/team) x@y.z")).not.toMatch(/@\w/);
});

test("40,000 findings fit into one comment, which says how many are left out", () => {
  const offenders = Array.from({ length: 100 }, (_, index) => ({
    file: `f${index}.ts`,
    line: 1,
    message: "m".repeat(500),
  }));
  const verdicts = Array.from({ length: 400 }, (_, index) =>
    aVerdict({ gate: `changed coverage ${index}`, status: "fail", reason: "<".repeat(3_000), offenders }),
  );
  const record = toRunRecord([aRunStart(), aJobEnd({ verdicts }), aRunEnd({ status: "failed" })]);
  const text = renderReviewComment({ record, change: CHANGE });
  expect(text.length).toBeLessThanOrEqual(LONGEST_COMMENT);
  expect(text).toMatch(/and \d+ more/);
  expect(text.startsWith(REVIEW_MARKER)).toBe(true);
});
