import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { JobContext, JobOutcome } from "@ecommerce-cart/pipeline-model";
import { DEFAULT_COVERAGE_POLICY, judgeCoverage, judgeTests } from "@ecommerce-cart/quality-gates";
import type { CoverageReport, TestReport } from "@ecommerce-cart/quality-gates";
import { readSourceTree } from "../gates/source-tree.ts";

/** The suites that gates judge: each writes reports/<suite>-tests.json, coverage/<suite>/, and the digest of its tree. */
const SUITES = ["unit", "integration"] as const;

/** Line coverage over all suites together. */
export async function judgeCoverageOfRun(context: JobContext): Promise<JobOutcome> {
  const tree = readSourceTree(context.rootDirectory);
  const reports = SUITES.map((suite): CoverageReport => {
    const name = `coverage/${suite}/coverage-final.json`;
    return { name, format: "istanbul-json", text: readText(context, name), treeDigest: readTreeDigest(context, suite) };
  });
  const verdict = judgeCoverage(DEFAULT_COVERAGE_POLICY, reports, {
    treeDigest: tree.digest,
    today: today(),
    rootDirectory: context.rootDirectory,
    sources: tree.sources,
  });
  return { kind: "passed", verdicts: [verdict] };
}

/** Every test of every suite passed, and there were some. */
export async function judgeTestsOfRun(context: JobContext): Promise<JobOutcome> {
  const { digest } = readSourceTree(context.rootDirectory);
  const verdicts = SUITES.map((suite) => {
    const name = `reports/${suite}-tests.json`;
    const report: TestReport = {
      name,
      format: "vitest-json",
      text: readText(context, name),
      treeDigest: readTreeDigest(context, suite),
    };
    const judged = { treeDigest: digest, today: today(), rootDirectory: context.rootDirectory };
    return judgeTests({ gate: `${suite} tests`, isRequired: true }, [report], judged);
  });
  return { kind: "passed", verdicts };
}

function readText(context: JobContext, path: string): string | undefined {
  const file = join(context.rootDirectory, path);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

function readTreeDigest(context: JobContext, suite: string): string | undefined {
  return readText(context, `reports/${suite}-tests.json.tree`)?.trim();
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
