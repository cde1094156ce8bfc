import { delimiter, dirname, join } from "node:path";
import type { Job } from "@ecommerce-cart/pipeline-model";

/** Variables of the calling process; an undefined value is an unset variable. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * What every command sees besides what it declares, and why. PATH is not passed on as it is: `node_modules/.bin` and
 * the folder of this Node come first.
 */
export const BASE_ENVIRONMENT: readonly { readonly name: string; readonly why: string }[] = [
  { name: "PATH", why: "to find the tools" },
  { name: "HOME", why: "npm and git keep their settings there" },
  { name: "USER", why: "tools that name their temporary files after it" },
  { name: "TMPDIR", why: "where temporary files go" },
  { name: "LANG", why: "the encoding of texts" },
  { name: "LC_ALL", why: "the encoding of texts" },
  { name: "TERM", why: "what a terminal can show" },
  { name: "CI", why: "tools print plain lines and never ask there" },
  { name: "NO_COLOR", why: "a person's wish" },
  { name: "FORCE_COLOR", why: "a person's wish" },
  { name: "TZ", why: "how times are printed" },
];

/** The declared variables and secrets of a job that are set, without the base. */
export function declaredEnvironment(job: Job, variables: Variables): Readonly<Record<string, string>> {
  return pick([...job.environment, ...job.secrets], variables);
}

/** Everything that a command sees: the base, what the services add, and what the job declares, the later winning. */
export function commandEnvironment(
  rootDirectory: string,
  variables: Variables,
  jobEnvironment: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const base = pick(
    BASE_ENVIRONMENT.map(({ name }) => name),
    variables,
  );
  const path = [
    join(rootDirectory, "node_modules", ".bin"),
    dirname(process.execPath),
    base["PATH"] ?? "/usr/bin:/bin",
  ];
  return { ...base, PATH: path.join(delimiter), ...jobEnvironment };
}

function pick(names: readonly string[], variables: Variables): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = variables[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
