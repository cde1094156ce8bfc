import type { Verdict } from "@ecommerce-cart/pipeline-model";
import { judgeDuplication } from "./code/judge-duplication.ts";
import type { DuplicationPolicy } from "./code/judge-duplication.ts";
import { judgeComplexity, judgeFunctionLength } from "./code/judge-functions.ts";
import type { ComplexityPolicy, FunctionLengthPolicy } from "./code/judge-functions.ts";
import { judgeTechnicalDebt } from "./code/judge-technical-debt.ts";
import type { TechnicalDebtPolicy } from "./code/judge-technical-debt.ts";
import { judgeChangedCoverage } from "./coverage/judge-changed-coverage.ts";
import type { ChangedCoveragePolicy } from "./coverage/judge-changed-coverage.ts";
import { judgeCriticalCoverage } from "./coverage/judge-critical-coverage.ts";
import type { CriticalCoveragePolicy } from "./coverage/judge-critical-coverage.ts";
import { judgeTotalCoverage } from "./coverage/judge-total-coverage.ts";
import type { TotalCoveragePolicy } from "./coverage/judge-total-coverage.ts";
import { judgeDeadCode } from "./dependencies/judge-dead-code.ts";
import type { DeadCodePolicy } from "./dependencies/judge-dead-code.ts";
import { judgeImports } from "./dependencies/judge-imports.ts";
import type { ImportPolicy } from "./dependencies/judge-imports.ts";
import { judgeTests } from "./functional/judge-tests.ts";
import type { TestPolicy } from "./functional/judge-tests.ts";
import type { GateReading } from "./gate.ts";
import { SECURITY_JUDGES } from "./security/security-gates.ts";
import type { SecurityGate } from "./security/security-gates.ts";
import { judgePerformance } from "./performance/judge-performance.ts";
import type { PerformancePolicy } from "./performance/judge-performance.ts";
import { judgeRegression } from "./performance/judge-regression.ts";
import type { RegressionPolicy } from "./performance/judge-regression.ts";

/** Every gate there is: its policy as data, told apart by `kind`. */
export type Gate =
  | TotalCoveragePolicy
  | ChangedCoveragePolicy
  | CriticalCoveragePolicy
  | ComplexityPolicy
  | FunctionLengthPolicy
  | DuplicationPolicy
  | TechnicalDebtPolicy
  | DeadCodePolicy
  | ImportPolicy
  | TestPolicy
  | PerformancePolicy
  | RegressionPolicy
  | SecurityGate;

type Kind = Gate["kind"];
type Judges = { readonly [K in Kind]: (policy: Extract<Gate, { kind: K }>, reading: GateReading) => Verdict };

const JUDGES: Judges = {
  "total-coverage": judgeTotalCoverage,
  "changed-coverage": judgeChangedCoverage,
  "critical-coverage": judgeCriticalCoverage,
  complexity: judgeComplexity,
  "function-length": judgeFunctionLength,
  duplication: judgeDuplication,
  "technical-debt": judgeTechnicalDebt,
  "dead-code": judgeDeadCode,
  imports: judgeImports,
  tests: judgeTests,
  performance: judgePerformance,
  "performance-regression": judgeRegression,
  ...SECURITY_JUDGES,
};

/** Judges one gate from the reports that `reading` finds. A gate without a figure is never a pass. */
export function judgeGate(gate: Gate, reading: GateReading): Verdict {
  const judge = JUDGES[gate.kind] as (policy: Gate, reading: GateReading) => Verdict;
  return judge(gate, reading);
}
