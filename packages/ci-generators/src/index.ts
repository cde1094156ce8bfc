export { planCi, REVIEW_REPORTS } from "./ci-plan.ts";
export type { CiJob, CiPlan, CiSources, Condition, Deployment } from "./ci-plan.ts";
export { checkCiSettings } from "./ci-problems.ts";
export type { CiSettings, PublishedReport, ServiceImage } from "./ci-settings.ts";
export { describeDrift, findDrift, GENERATED_BY } from "./generated-file.ts";
export type { Drift, GeneratedFile } from "./generated-file.ts";
export { generateCi } from "./generate-ci.ts";
export { PINNED_ACTIONS } from "./pinned-actions.ts";
