import type { GateReading, History } from "../gate.ts";
import type { JudgedTree, ReportFile } from "../report-file.ts";
import type { SourceFile } from "../source-file.ts";

/** Hits by line, by file. */
export type Hits = Readonly<Record<string, readonly number[]>>;

/** Ten files of ten lines, 85 of 100 lines covered: without any one of them less than 80 % is left. */
export const SAMPLE_HITS: Hits = Object.fromEntries(
  Array.from({ length: 10 }, (_, file) => [
    `src/file-${file}.ts`,
    Array.from({ length: 10 }, (_, line) => (line < (file < 5 ? 9 : 8) ? file + 1 : 0)),
  ]),
);

/** One file with `covered` of `coverable` lines covered. */
export function aFileOf(covered: number, coverable: number, file = "src/file.ts"): Hits {
  return { [file]: Array.from({ length: coverable }, (_, line) => (line < covered ? 1 : 0)) };
}

/** lcov as geninfo and vitest write it. */
export function lcovOf(hits: Hits): string {
  return Object.entries(hits)
    .map(([file, lines]) => {
      const rows = lines.map((count, index) => `DA:${index + 1},${count}`).join("\n");
      const covered = lines.filter((count) => count > 0).length;
      return `TN:\nSF:${file}\nFNF:0\nFNH:0\n${rows}\nLF:${lines.length}\nLH:${covered}\nBRF:0\nBRH:0\nend_of_record\n`;
    })
    .join("");
}

/** coverage-final.json with one statement per line. */
export function istanbulOf(hits: Hits): string {
  const entries = Object.entries(hits).map(([path, lines]) => {
    const statementMap = Object.fromEntries(
      lines.map((_, index) => [index, { start: { line: index + 1, column: 0 }, end: { line: index + 1, column: 9 } }]),
    );
    return [
      path,
      { path, statementMap, s: Object.fromEntries(lines.entries()), fnMap: {}, f: {}, branchMap: {}, b: {} },
    ];
  });
  return JSON.stringify(Object.fromEntries(entries));
}

/** coverage-summary.json. */
export function summaryOf(hits: Hits): string {
  const lines = (total: number, covered: number) => ({
    lines: { total, covered, skipped: 0, pct: total === 0 ? "Unknown" : Math.round((covered / total) * 1e4) / 1e2 },
  });
  const covered = (counts: readonly number[]): number => counts.filter((count) => count > 0).length;
  const all = Object.values(hits).flat();
  const files = Object.entries(hits).map(([path, counts]) => [path, lines(counts.length, covered(counts))]);
  return JSON.stringify({ total: lines(all.length, covered(all)), ...Object.fromEntries(files) });
}

/** The tree that sample reports measured. */
export const TREE: JudgedTree = {
  treeDigest: "sha256:aa",
  today: "2026-11-23",
  newestSourceAt: "2026-11-23T06:00:00Z",
};

/** Every line of every file of `hits`, as sources. */
export function sourcesOf(hits: Hits): readonly SourceFile[] {
  return Object.entries(hits).map(([path, lines]) => ({ path, lineCount: lines.length }));
}

/** A whole report of the sample tree; a test states what differs. */
export function aReportFile(change: Partial<ReportFile> & { readonly name: string }): ReportFile {
  return { text: undefined, treeDigest: TREE.treeDigest, writtenAt: "2026-11-23T06:05:00Z", ...change };
}

/** What lies on disk: texts by path, or what differs from a whole report; nothing else is there. */
export interface ReadingParts {
  readonly files?: Readonly<Record<string, string | Partial<ReportFile>>>;
  readonly sources?: readonly SourceFile[];
  readonly tree?: Partial<JudgedTree>;
  /** "production" where left out. */
  readonly environmentName?: string;
  /** Files of the tree itself, by path. */
  readonly treeFiles?: Readonly<Record<string, string>>;
  readonly history?: Partial<History>;
  readonly now?: string;
}

/** The history that sample reports searched. */
export const HISTORY: History = { headCommit: "c".repeat(40), commitCount: 2, isShallow: false };

/** A reading of the sample tree in which every family is required. */
export function aReading({
  files = {},
  sources = [],
  tree = {},
  treeFiles = {},
  environmentName = "production",
  ...rest
}: ReadingParts): GateReading {
  return {
    file: (path) => (Object.hasOwn(treeFiles, path) ? treeFiles[path] : undefined),
    paths: () => Object.keys(treeFiles).sort(),
    history: () => ({ ...HISTORY, ...rest.history }),
    now: rest.now ?? "2026-11-23T06:10:00Z",
    report: (path) => {
      const file = Object.hasOwn(files, path) ? files[path] : undefined;
      return aReportFile({ name: path, ...(typeof file === "string" ? { text: file } : file) });
    },
    tree: () => ({ ...TREE, ...tree }),
    sources,
    isRequired: () => true,
    requiringEnvironments: () => ["preproduction", "staging"],
    environmentName,
  };
}

/** What vitest's json reporter writes, for tests of the given statuses, all in one file. */
export function vitestOf(statuses: readonly string[], change: Readonly<Record<string, unknown>> = {}): string {
  const isGood = !statuses.includes("failed");
  const assertionResults = statuses.map((status, index) => ({
    ancestorTitles: ["cart"],
    fullName: `cart test ${index}`,
    title: `test ${index}`,
    status,
    failureMessages: status === "failed" ? [`Error: no\n    at /shop/src/cart.test.ts:4${index}:7`] : [],
    meta: {},
  }));
  return JSON.stringify({
    numTotalTestSuites: 1,
    numTotalTests: statuses.length,
    success: isGood,
    testResults: [
      { name: "/shop/src/cart.test.ts", status: isGood ? "passed" : "failed", message: "", assertionResults },
    ],
    ...change,
  });
}

const JUNIT_CHILD: Readonly<Record<string, string>> = {
  failed: '<failure message="no &lt;1&gt;">stack</failure>',
  skipped: "<skipped/>",
};

/** JUnit XML as vitest writes it, for tests of the given statuses, all in one file. */
export function junitOf(statuses: readonly string[]): string {
  const count = (status: string): number => statuses.filter((one) => one === status).length;
  const sums = `tests="${statuses.length}" failures="${count("failed")}" errors="0" skipped="${count("skipped")}"`;
  const cases = statuses.map(
    (status, index) =>
      `<testcase classname="src/cart.test.ts" name="cart &gt; test ${index}" time="0.01">${JUNIT_CHILD[status] ?? ""}</testcase>`,
  );
  return `<?xml version="1.0" encoding="UTF-8" ?>\n<testsuites name="vitest tests" ${sums} time="1">\n<testsuite name="src/cart.test.ts" ${sums}>\n${cases.join("\n")}\n</testsuite>\n</testsuites>\n`;
}
