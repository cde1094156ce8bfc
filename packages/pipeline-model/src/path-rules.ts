import type { DefinitionProblem, JobSite } from "./definition-problem.ts";
import { reachableNeeds } from "./need-rules.ts";
import type { Pipeline } from "./pipeline.ts";

const GLOB_CHARACTERS = /[*?[\]{}\\]/;
const EXTENDED_GLOB = /[?*+@!]\(/;
/** What a job may not claim as its output: emptied before it runs, restored over. */
const RESERVED = [".git", ".pipeline", ".data", "node_modules"];

/** Inputs and global inputs are globs inside the checkout, in the syntax that the engine knows. */
export function checkInputs(pipeline: Pipeline, sites: readonly JobSite[]): readonly DefinitionProblem[] {
  const lists = [
    { path: "globalInputs", patterns: pipeline.globalInputs },
    ...sites.map(({ job, path }) => ({ path: `${path}.inputs`, patterns: job.inputs })),
  ];
  return lists.flatMap(({ path, patterns }) => judgeEach(path, patterns, judgeInput));
}

/** Outputs are files or folders inside the checkout, other than the checkout itself. */
export function checkOutputs(sites: readonly JobSite[]): readonly DefinitionProblem[] {
  return sites.flatMap(({ job, path }) => judgeEach(`${path}.outputs`, job.outputs, judgeOutput));
}

/** Two owners of one output would restore over each other. */
export function checkOverlaps(sites: readonly JobSite[]): readonly DefinitionProblem[] {
  const places = outputPlaces(sites);
  return places.flatMap((place, index) => {
    const other = places
      .slice(0, index)
      .find(({ output }) => isWithin(place.output, output) || isWithin(output, place.output));
    if (other === undefined) return [];
    return [{ path: place.path, message: `"${place.output}" overlaps "${other.output}" at ${other.path}` }];
  });
}

/** Outputs are no part of anybody's inputs: the need stands for them, so it must be there. */
export function checkReadsOfOutputs(sites: readonly JobSite[]): readonly DefinitionProblem[] {
  const places = outputPlaces(sites);
  return sites.flatMap((site) =>
    site.job.inputs.flatMap((pattern, index) => {
      const base = literalBaseOf(pattern);
      const owner = places.find(({ job, output }) => job !== site.job.name && isWithin(base, output));
      if (pattern.startsWith("!") || owner === undefined || reachableNeeds(site, sites).has(owner.job)) return [];
      const message = `"${pattern}" is an output of "${owner.job}"; add it to needs`;
      return [{ path: `${site.path}.inputs[${index}]`, message }];
    }),
  );
}

interface OutputPlace {
  readonly job: string;
  readonly output: string;
  readonly path: string;
}

function outputPlaces(sites: readonly JobSite[]): readonly OutputPlace[] {
  return sites.flatMap(({ job, path }) =>
    job.outputs.map((output, index) => ({
      job: job.name,
      output: normalise(output),
      path: `${path}.outputs[${index}]`,
    })),
  );
}

function judgeEach(
  path: string,
  values: readonly string[],
  judge: (value: string) => string | undefined,
): readonly DefinitionProblem[] {
  return values.flatMap((value, index) => {
    const message = judge(value);
    return message === undefined ? [] : [{ path: `${path}[${index}]`, message: `"${value}" ${message}` }];
  });
}

function judgeInput(pattern: string): string | undefined {
  const text = pattern.replace(/^!/, "");
  if (EXTENDED_GLOB.test(text)) return "uses an extended glob; write one pattern for each alternative, or {a,b}";
  return judgePlace(text);
}

function judgeOutput(output: string): string | undefined {
  const text = normalise(output);
  if (GLOB_CHARACTERS.test(text)) return "is a glob; an output is a file or a folder";
  if (text === "." || text === "") return "is the whole checkout; name the files and folders that the job makes";
  const reserved = RESERVED.find((folder) => isWithin(text, folder));
  return reserved === undefined ? judgePlace(text) : `lies in ${reserved}, which is not a job's to write`;
}

function judgePlace(text: string): string | undefined {
  if (text === "") return "is empty";
  if (text.startsWith("/") || /^[A-Za-z]:[\\/]/.test(text)) return "is absolute; paths are relative to the checkout";
  return text.split("/").includes("..") ? "leads out of the checkout" : undefined;
}

function normalise(path: string): string {
  return path.replace(/^(?:\.\/)+/, "").replace(/\/+$/, "");
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

function literalBaseOf(pattern: string): string {
  const segments = normalise(pattern).split("/");
  const firstGlob = segments.findIndex((segment) => GLOB_CHARACTERS.test(segment));
  return (firstGlob === -1 ? segments : segments.slice(0, firstGlob)).join("/");
}
