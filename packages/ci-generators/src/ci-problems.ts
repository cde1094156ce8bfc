import type { DefinitionProblem, Pipeline } from "@ecommerce-cart/pipeline-model";
import type { CiSettings } from "./ci-settings.ts";

/** Every problem of the settings at once, each with its path; none when files can be generated. */
export function checkCiSettings(
  settings: CiSettings,
  pipeline: Pipeline,
  environments: readonly string[],
): readonly DefinitionProblem[] {
  const known = pipeline.stages.map(({ name }) => name);
  const stages: readonly (readonly [string, string])[] = [
    ...settings.matrixStages.map((stage, index) => [`ci.matrixStages[${index}]`, stage] as const),
    ["ci.pullRequestUntil", settings.pullRequestUntil],
    ["ci.releases.until", settings.releases.until],
    ...Object.keys(settings.containerPackages).map((stage) => ["ci.containerPackages", stage] as const),
    ...settings.publish.map(({ stage }, index) => [`ci.publish[${index}].stage`, stage] as const),
  ];
  return [
    ...stages
      .filter(([, stage]) => !known.includes(stage))
      .map(([path, stage]) => ({ path, message: `unknown stage "${stage}"; there are ${known.join(", ")}` })),
    ...(settings.nodeVersions.length === 0 ? [{ path: "ci.nodeVersions", message: "name at least one version" }] : []),
    ...checkPatterns(settings),
    ...checkJudgedAs(settings, environments),
  ];
}

/** What every CI's conditions can say alike. */
const IS_PATTERN = /^[A-Za-z0-9._/-]+\*?$/;

function checkPatterns({ releases }: CiSettings): readonly DefinitionProblem[] {
  return releases.tags
    .map((text, index) => ({ path: `ci.releases.tags[${index}]`, text }))
    .filter(({ text }) => !IS_PATTERN.test(text))
    .map(({ path, text }) => ({ path, message: `"${text}": a name, or the beginning of one and "*" at its end` }));
}

function checkJudgedAs({ releases }: CiSettings, environments: readonly string[]): readonly DefinitionProblem[] {
  if (environments.includes(releases.judgedAs)) return [];
  const message = `unknown environment "${releases.judgedAs}"; there are ${environments.join(", ")}`;
  return [{ path: "ci.releases.judgedAs", message }];
}
