export { diffEnvironments } from "./diff-environments.ts";
export type { EnvironmentDifference } from "./diff-environments.ts";
export type * from "./environment.ts";
export { describeEnvironmentProblem, parseEnvironment } from "./parse-environment.ts";
export { shopEnvironmentFor, variableBindings } from "./shop-environment.ts";
