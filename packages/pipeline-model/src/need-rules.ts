import type { DefinitionProblem, JobSite } from "./definition-problem.ts";
import { suggestName } from "./suggest-name.ts";

/** A need names another job, once, of the same or an earlier stage. */
export function checkNeeds(sites: readonly JobSite[]): readonly DefinitionProblem[] {
  const byName = new Map(sites.map((site) => [site.job.name, site]));
  return sites.flatMap((site) =>
    site.job.needs.flatMap((need, index) => {
      const message = judgeNeed(site, { need, index }, byName);
      return message === undefined ? [] : [{ path: `${site.path}.needs[${index}]`, message }];
    }),
  );
}

function judgeNeed(
  site: JobSite,
  { need, index }: { readonly need: string; readonly index: number },
  byName: ReadonlyMap<string, JobSite>,
): string | undefined {
  const target = byName.get(need);
  if (need === site.job.name) return "a job cannot need itself";
  if (site.job.needs.indexOf(need) < index) return `"${need}" is named twice`;
  if (target === undefined) {
    const suggestion = suggestName(need, [...byName.keys()]);
    return `unknown job "${need}"${suggestion === undefined ? "" : `; did you mean "${suggestion}"?`}`;
  }
  if (target.stageIndex <= site.stageIndex) return undefined;
  return `"${need}" is in the later stage "${target.stageName}"; move one of the two`;
}

/** Jobs that need each other could never start. Each cycle is told once, at its first job, as a path. */
export function checkCycles(sites: readonly JobSite[]): readonly DefinitionProblem[] {
  const byName = new Map(sites.map((site) => [site.job.name, site]));
  const settled = new Set<string>();
  const problems: DefinitionProblem[] = [];
  const visit = (site: JobSite, path: readonly string[]): void => {
    const { name } = site.job;
    const start = path.indexOf(name);
    if (start !== -1) {
      const cycle = [...path.slice(start), name];
      const first = byName.get(name)?.path ?? site.path;
      if (cycle.length > 2) problems.push({ path: `${first}.needs`, message: `cycle: ${cycle.join(" -> ")}` });
    } else if (!settled.has(name)) {
      for (const need of site.job.needs.map((needed) => byName.get(needed)))
        if (need !== undefined) visit(need, [...path, name]);
      settled.add(name);
    }
  };
  sites.forEach((site) => visit(site, []));
  return problems;
}

/** The names of all jobs that a job needs, directly or through others. */
export function reachableNeeds(site: JobSite, sites: readonly JobSite[]): ReadonlySet<string> {
  const byName = new Map(sites.map(({ job }) => [job.name, job]));
  const reached = new Set<string>();
  const pending = [...site.job.needs];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    pending.push(...(byName.get(name)?.needs ?? []));
  }
  return reached;
}
