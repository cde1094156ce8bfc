import type { DefinitionProblem } from "./definition-problem.ts";
import { suggestName } from "./suggest-name.ts";

/** What a push to a branch of one form starts. */
export interface BranchTrigger {
  /** A branch's name, with "*" for any text: "main", "release/*". */
  readonly pattern: string;
  /** Stages of the pipeline, in its order. */
  readonly stages: readonly string[];
  /** Environments that get what the stages made. How (at once, after approvals) is said by each environment's file. */
  readonly environments: readonly string[];
  /** The environment whose rules and gates its stages are held to: that of the strictest place that it is meant for. */
  readonly judgedAs: string;
}

/** What an environment's own file says about branches. */
export interface EnvironmentBranches {
  readonly name: string;
  readonly branches: readonly string[];
}

/** What a table of triggers must agree with. */
export interface BranchFacts {
  /** Of the pipeline, in its order. */
  readonly stages: readonly string[];
  readonly environments: readonly EnvironmentBranches[];
}

/** Whether a branch is of a form. Example: `matchesBranch("release/*", "release/v1.2.0")`. */
export function matchesBranch(pattern: string, branch: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(branch);
}

/** The first row that a branch matches; undefined where none does: nothing is started then. */
export function triggerFor(branch: string, triggers: readonly BranchTrigger[]): BranchTrigger | undefined {
  return triggers.find(({ pattern }) => matchesBranch(pattern, branch));
}

/** The stages that a push to a branch runs, in order; none where no row matches. */
export function stagesFor(branch: string, triggers: readonly BranchTrigger[]): readonly string[] {
  return triggerFor(branch, triggers)?.stages ?? [];
}

/**
 * Every disagreement of the table with the pipeline and with `trigger.branches` of the environments: unknown names, stages
 * out of order, a branch that one of both sends to an environment and the other does not, rows that no branch reaches.
 */
export function checkBranchTriggers(
  triggers: readonly BranchTrigger[],
  facts: BranchFacts,
): readonly DefinitionProblem[] {
  return [
    ...triggers.flatMap((trigger, index) => checkRow(trigger, `branchTriggers[${index}]`, facts)),
    ...checkReach(triggers),
    ...facts.environments.flatMap((environment) => checkEnvironment(environment, triggers)),
  ];
}

function checkRow(trigger: BranchTrigger, path: string, facts: BranchFacts): readonly DefinitionProblem[] {
  const names = facts.environments.map(({ name }) => name);
  const places = trigger.stages.map((stage) => facts.stages.indexOf(stage));
  const isOrdered = places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0));
  return [
    ...trigger.stages.flatMap((stage, at) =>
      checkKnown("stage", stage, { known: facts.stages, path: `${path}.stages[${at}]` }),
    ),
    ...(isOrdered
      ? []
      : [{ path: `${path}.stages`, message: `write each once, in order: ${facts.stages.join(", ")}` }]),
    ...trigger.environments.flatMap((name, at) =>
      checkKnown("environment", name, { known: names, path: `${path}.environments[${at}]` }),
    ),
    ...checkKnown("environment", trigger.judgedAs, { known: names, path: `${path}.judgedAs` }),
    ...facts.environments
      .filter(({ name, branches }) => trigger.environments.includes(name) && !branches.includes(trigger.pattern))
      .map(({ name }) => ({
        path: `${path}.environments`,
        message: `environments/${name}.yaml does not name "${trigger.pattern}" in trigger.branches: add it there, or take it out here`,
      })),
  ];
}

function checkKnown(
  kind: "stage" | "environment",
  name: string,
  { known, path }: { readonly known: readonly string[]; readonly path: string },
): readonly DefinitionProblem[] {
  if (known.includes(name)) return [];
  const suggestion = suggestName(name, known);
  const hint = suggestion === undefined ? `known are ${known.join(", ")}` : `did you mean "${suggestion}"?`;
  return [{ path, message: `unknown ${kind} "${name}"; ${hint}` }];
}

/** A row below another that takes all its branches is never reached. */
function checkReach(triggers: readonly BranchTrigger[]): readonly DefinitionProblem[] {
  return triggers.flatMap(({ pattern }, index) => {
    const above = triggers.slice(0, index).find((earlier) => matchesBranch(earlier.pattern, pattern));
    if (above === undefined) return [];
    const path = `branchTriggers[${index}].pattern`;
    return [{ path, message: `"${pattern}" is never reached: "${above.pattern}" above it takes its branches` }];
  });
}

function checkEnvironment(
  { name, branches }: EnvironmentBranches,
  triggers: readonly BranchTrigger[],
): readonly DefinitionProblem[] {
  return branches.flatMap((pattern, index) => {
    const row = triggers.find((trigger) => trigger.pattern === pattern);
    if (row?.environments.includes(name) === true) return [];
    const path = `environments/${name}.yaml: trigger.branches[${index}]`;
    return [
      { path, message: `branchTriggers in pipeline.ts does not send "${pattern}" to ${name}: the two must agree` },
    ];
  });
}
