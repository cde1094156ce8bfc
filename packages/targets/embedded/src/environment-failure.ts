import { describePostgresFailure } from "@ecommerce-cart/services";
import type { PostgresFailure } from "@ecommerce-cart/services";

/** Why an environment could not be started, found or stopped. */
export type EnvironmentFailure =
  | { readonly kind: "environment-port-busy"; readonly host: string; readonly port: number }
  | { readonly kind: "postgres-failed"; readonly failure: PostgresFailure }
  | { readonly kind: "damaged-state-file"; readonly file: string; readonly detail: string }
  | { readonly kind: "environment-differs"; readonly name: string; readonly detail: string }
  | { readonly kind: "environment-disk-full"; readonly directory: string }
  | { readonly kind: "environment-folder-unusable"; readonly directory: string; readonly detail: string }
  | { readonly kind: "supervisor-did-not-start"; readonly logFile: string; readonly detail: string }
  | { readonly kind: "router-did-not-start"; readonly logFile: string; readonly detail: string }
  | { readonly kind: "processes-remain"; readonly pids: readonly number[] };

type MessageTable = {
  readonly [Kind in EnvironmentFailure["kind"]]: (
    failure: Extract<EnvironmentFailure, { readonly kind: Kind }>,
  ) => string;
};

const MESSAGES: MessageTable = {
  "environment-port-busy": ({ host, port }) =>
    `Port ${port} of ${host} is in use by another process. Stop that process, or choose another port with --port.`,
  "postgres-failed": ({ failure }) => describePostgresFailure(failure),
  "damaged-state-file": ({ file, detail }) =>
    `The file ${file} is damaged: ${detail}. Run \`./pipeline down\`, move it away, then run \`./pipeline up\`.`,
  "environment-differs": ({ name, detail }) =>
    `The environment ${name} runs already, but ${detail}. Run \`./pipeline down\` first, or ask for what it has.`,
  "environment-disk-full": ({ directory }) =>
    `The disk that holds ${directory} is full. Free some space and run the same command again.`,
  "environment-folder-unusable": ({ directory, detail }) =>
    `The folder ${directory} cannot be used: ${detail}. Give it to the user who runs this.`,
  "supervisor-did-not-start": ({ logFile, detail }) =>
    `The supervisor of the environment did not start: ${detail}. Its log is ${logFile}.`,
  "router-did-not-start": ({ logFile, detail }) => `The router did not start: ${detail}. Its log is ${logFile}.`,
  "processes-remain": ({ pids }) =>
    `These processes of the environment could not be stopped: ${pids.join(", ")}. Stop them with \`kill\`.`,
};

/** One message for a person: what was wrong, where, and what to do. */
export function describeEnvironmentFailure(failure: EnvironmentFailure): string {
  const describe = MESSAGES[failure.kind] as (failure: EnvironmentFailure) => string;
  return describe(failure);
}

/** What a full disk or a forbidden folder means; other errors are bugs, and thrown. */
export function failureOfSystemError(error: unknown, directory: string): EnvironmentFailure {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT") return { kind: "environment-disk-full", directory };
  if (["EACCES", "EPERM", "ENOTDIR", "EEXIST", "EROFS", "EISDIR", "ERR_FS_EISDIR"].includes(code ?? ""))
    return { kind: "environment-folder-unusable", directory, detail: message };
  throw error;
}
