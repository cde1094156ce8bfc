import type { DefinitionProblem, JobSite } from "./definition-problem.ts";
import type { Job } from "./job.ts";
import { SERVICE_VARIABLES } from "./services.ts";
import { suggestName } from "./suggest-name.ts";

/** The longest a timer can wait, in milliseconds (about 24 days): Node takes more for 1. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** A command says something; times and counts are what they can be; services are known. */
export function checkLimits(sites: readonly JobSite[]): readonly DefinitionProblem[] {
  return sites.flatMap(({ job, path }) => [
    ...(job.action.kind === "command" && job.action.command.trim() === ""
      ? [{ path: `${path}.action.command`, message: "is empty; say what to run" }]
      : []),
    ...checkNumbers(job, path),
    ...checkServices(job, path),
  ]);
}

function checkNumbers(job: Job, path: string): readonly DefinitionProblem[] {
  const problems: DefinitionProblem[] = [];
  if (!isWholeBetween(job.timeoutMs, 1, MAX_TIMER_MS))
    problems.push({
      path: `${path}.timeoutMs`,
      message: `${job.timeoutMs} is not a whole number from 1 to ${MAX_TIMER_MS}`,
    });
  if (!isWholeBetween(job.retries, 0, Number.MAX_SAFE_INTEGER))
    problems.push({ path: `${path}.retries`, message: `${job.retries} is not a whole number from 0` });
  if (job.freshForMs !== undefined) problems.push(...checkFreshness(job, job.freshForMs, path));
  return problems;
}

function checkFreshness(job: Job, freshForMs: number, path: string): readonly DefinitionProblem[] {
  const at = `${path}.freshForMs`;
  if (!isWholeBetween(freshForMs, 1, Number.MAX_SAFE_INTEGER))
    return [{ path: at, message: `${freshForMs} is not a whole number from 1` }];
  return job.isRestorable
    ? []
    : [{ path: at, message: "means nothing where isRestorable is false; remove one of both" }];
}

function checkServices(job: Job, path: string): readonly DefinitionProblem[] {
  const known = Object.keys(SERVICE_VARIABLES);
  return job.services.flatMap((name, index) => {
    if (known.includes(name)) return [];
    const suggestion = suggestName(name, known);
    const hint = suggestion === undefined ? `known are ${known.join(", ")}` : `did you mean "${suggestion}"?`;
    return [{ path: `${path}.services[${index}]`, message: `unknown service "${name}"; ${hint}` }];
  });
}

function isWholeBetween(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
