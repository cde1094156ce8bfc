import type { DefinitionProblem, JobSite } from "./definition-problem.ts";
import type { Pipeline } from "./pipeline.ts";

const KEBAB_CASE = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Names are file names, command line arguments and identifiers of CI jobs: kebab-case, and unique. */
export function checkNames(pipeline: Pipeline, sites: readonly JobSite[]): readonly DefinitionProblem[] {
  const stages = pipeline.stages.map((stage, index) => ({ name: stage.name, path: `stages[${index}].name` }));
  const jobs = sites.map(({ job, path }) => ({ name: job.name, path: `${path}.name` }));
  return [
    ...[...stages, ...jobs].flatMap(checkKebabCase),
    ...checkUnique(stages, "stage"),
    ...checkUnique(jobs, "job"),
  ];
}

/** A variable is readable or secret, not both, and is named once. */
export function checkVariables(sites: readonly JobSite[]): readonly DefinitionProblem[] {
  return sites.flatMap(({ job, path }) => {
    const variables = listNames(job.environment, `${path}.environment`);
    const secrets = listNames(job.secrets, `${path}.secrets`);
    const both = secrets.filter(({ name }) => job.environment.includes(name));
    return [
      ...[...variables, ...secrets].flatMap(checkVariableName),
      ...checkUnique(variables, "variable"),
      ...checkUnique(secrets, "secret"),
      ...both.map(({ name, path: at }) => ({ path: at, message: `${name} is in environment too; keep it here only` })),
    ];
  });
}

interface NamedPlace {
  readonly name: string;
  readonly path: string;
}

function listNames(names: readonly string[], path: string): readonly NamedPlace[] {
  return names.map((name, index) => ({ name, path: `${path}[${index}]` }));
}

function checkKebabCase({ name, path }: NamedPlace): readonly DefinitionProblem[] {
  if (KEBAB_CASE.test(name)) return [];
  return [{ path, message: `"${name}" is not kebab-case: lower-case letters, digits and single hyphens` }];
}

function checkVariableName({ name, path }: NamedPlace): readonly DefinitionProblem[] {
  return VARIABLE_NAME.test(name) ? [] : [{ path, message: `"${name}" is not the name of a variable` }];
}

function checkUnique(places: readonly NamedPlace[], what: string): readonly DefinitionProblem[] {
  const first = new Map<string, string>();
  return places.flatMap(({ name, path }) => {
    const earlier = first.get(name);
    if (earlier !== undefined) return [{ path, message: `${what} "${name}" is already at ${earlier}` }];
    first.set(name, path);
    return [];
  });
}
