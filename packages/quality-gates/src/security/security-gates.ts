import type { Verdict } from "@ecommerce-cart/pipeline-model";
import type { GateReading } from "../gate.ts";
import { judgeDependencies } from "./judge-dependencies.ts";
import type { DependencyPolicy } from "./judge-dependencies.ts";
import { judgeDynamicScan } from "./judge-dynamic-scan.ts";
import type { DynamicScanPolicy } from "./judge-dynamic-scan.ts";
import { judgeImage } from "./judge-image.ts";
import type { ImagePolicy } from "./judge-image.ts";
import { judgeInstallScripts } from "./judge-install-scripts.ts";
import type { InstallScriptPolicy } from "./judge-install-scripts.ts";
import { judgeLicences } from "./judge-licences.ts";
import type { LicencePolicy } from "./judge-licences.ts";
import { judgeLockfile } from "./judge-lockfile.ts";
import type { LockfilePolicy } from "./judge-lockfile.ts";
import { judgeOutdated } from "./judge-outdated.ts";
import type { OutdatedPolicy } from "./judge-outdated.ts";
import { judgeReleaseAge } from "./judge-release-age.ts";
import type { ReleaseAgePolicy } from "./judge-release-age.ts";
import { judgeSbom } from "./judge-sbom.ts";
import type { SbomPolicy } from "./judge-sbom.ts";
import { judgeSecrets } from "./judge-secrets.ts";
import type { SecretsPolicy } from "./judge-secrets.ts";
import { judgeStaticAnalysis } from "./judge-static-analysis.ts";
import type { StaticAnalysisPolicy } from "./judge-static-analysis.ts";
import { judgeWorkflows } from "./judge-workflows.ts";
import type { WorkflowPolicy } from "./judge-workflows.ts";

/** Every gate of the family "security". */
export type SecurityGate =
  | DependencyPolicy
  | StaticAnalysisPolicy
  | SecretsPolicy
  | ImagePolicy
  | DynamicScanPolicy
  | WorkflowPolicy
  | LicencePolicy
  | InstallScriptPolicy
  | LockfilePolicy
  | OutdatedPolicy
  | ReleaseAgePolicy
  | SbomPolicy;

type Judges = {
  readonly [K in SecurityGate["kind"]]: (policy: Extract<SecurityGate, { kind: K }>, reading: GateReading) => Verdict;
};

/** The judges of the family, by kind. */
export const SECURITY_JUDGES: Judges = {
  "vulnerable-dependencies": judgeDependencies,
  "static-analysis": judgeStaticAnalysis,
  secrets: judgeSecrets,
  "vulnerable-image": judgeImage,
  "dynamic-scan": judgeDynamicScan,
  "workflow-files": judgeWorkflows,
  licences: judgeLicences,
  "install-scripts": judgeInstallScripts,
  "lockfile-integrity": judgeLockfile,
  outdated: judgeOutdated,
  "release-age": judgeReleaseAge,
  sbom: judgeSbom,
};
