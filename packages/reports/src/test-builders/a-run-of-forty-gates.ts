import type { RunEvent, Verdict } from "@ecommerce-cart/pipeline-model";
import { aRunOfEverything, SAMPLE_JOBS } from "./a-run-of-everything.ts";
import type { SampleJob } from "./a-run-of-everything.ts";
import { aVerdict } from "./a-run.ts";

const FORTY_GATES: Readonly<Record<Verdict["family"], Readonly<Record<Verdict["status"], readonly string[]>>>> = {
  functional: {
    fail: ["integration tests"],
    "not-measured": [],
    waived: [],
    pass: ["unit tests", "end-to-end tests", "contract tests", "smoke test"],
  },
  code: {
    fail: ["line coverage", "changed-line coverage"],
    "not-measured": ["SonarQube quality gate"],
    waived: ["duplicated lines"],
    pass: [
      "complexity",
      "function length",
      "file length",
      "parameters",
      "layers",
      "cycles",
      "unused exports",
      "unused dependencies",
      "types",
      "lint",
      "formatting",
      "documented exports",
    ],
  },
  security: {
    fail: ["high vulnerabilities"],
    "not-measured": ["container image"],
    waived: ["outdated dependencies"],
    pass: [
      "critical vulnerabilities",
      "secrets",
      "licences",
      "injection",
      "headers",
      "lockfile",
      "provenance",
      "install scripts",
    ],
  },
  performance: {
    fail: [],
    "not-measured": ["checkout p99", "memory after an hour", "cold start"],
    waived: [],
    pass: ["product list p95", "search p95", "throughput", "error rate", "bundle size"],
  },
};

/** A verdict of the forty: what is not a pass has a place or two, as gates of ours have. */
function oneOfForty(gate: string, family: Verdict["family"], status: Verdict["status"]): Verdict {
  const verdict = aVerdict({ gate, family, status, isRequired: family !== "performance" });
  if (status === "pass")
    return {
      ...verdict,
      figure: "within bounds",
      threshold: "as agreed",
      reason: "All that was looked at is as agreed.",
    };
  if (status === "not-measured") {
    const { gate: name, family: of, isRequired, offenders: places } = verdict;
    const rest = { gate: name, family: of, status, isRequired, offenders: places };
    return { ...rest, threshold: "<= 200 ms", reason: "reports/load.json is missing. Run the measurement again." };
  }
  const offenders = [
    {
      file: "apps/shop/src/orders/postgres/postgres-order-store.ts",
      line: 31,
      message: "lines 31-36 are run by no test",
    },
    {
      file: "packages/targets/embedded/src/router/forward-request.ts",
      line: 112,
      message: "line 112 is run by no test",
    },
  ];
  const waiver = { owner: "ana", reason: "the new major drops Node 24.0; agreed in issue 41", until: "2026-12-15" };
  return {
    ...verdict,
    figure: "78.4 % of 388 lines",
    threshold: ">= 90 %",
    reason: "304 of 388 are as asked: 46 more are needed.",
    offenders,
    ...(status === "waived" ? { waiver } : {}),
  };
}

/** A run with forty gates in all four families and all four states. */
export function aRunOfFortyGates(): readonly RunEvent[] {
  const families = Object.entries(FORTY_GATES) as [Verdict["family"], (typeof FORTY_GATES)["code"]][];
  const gateJobs = families.map(([family, byStatus], index): SampleJob => {
    const verdicts = (Object.entries(byStatus) as [Verdict["status"], readonly string[]][]).flatMap(([status, names]) =>
      names.map((name) => oneOfForty(name, family, status)),
    );
    const status = verdicts.some((verdict) => verdict.isRequired && verdict.status === "fail") ? "failed" : "passed";
    return {
      name: `${family}-gates`,
      stage: "gate",
      description: "",
      needs: ["unit-tests"],
      status,
      startMs: 16_200 + index * 900,
      durationMs: 850,
      cause: "its needs changed",
      verdicts,
    };
  });
  const others = SAMPLE_JOBS.filter((job) => job.stage !== "gate" && (job.verdicts ?? []).length === 0);
  return aRunOfEverything([
    ...others.filter((job) => job.stage !== "package" && job.stage !== "deploy"),
    ...gateJobs,
    ...others.filter((job) => job.stage === "package" || job.stage === "deploy"),
  ]);
}
