import { Unavailable } from "./unavailable.ts";

/** The database cannot be asked now: gone, starting, full or too slow. Worth another try in a few seconds. */
export class DatabaseUnavailable extends Unavailable {
  constructor(cause: unknown) {
    super("the database cannot be asked now", { cause });
    this.name = "DatabaseUnavailable";
  }
}

/** A row would have repeated a unique value; `constraint` names the rule in the migrations. */
export class UniqueViolation extends Error {
  readonly constraint: string;

  constructor(constraint: string, cause: unknown) {
    super(`a row breaks the unique constraint ${constraint}`, { cause });
    this.name = "UniqueViolation";
    this.constraint = constraint;
  }
}

const SOCKET_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "ETIMEDOUT",
  "EPIPE",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EAI_AGAIN",
  "ENOENT",
]);

/**
 * SQLSTATE values that mean "not now": connection exceptions (class 08), insufficient resources (53), cancelled by
 * timeout (57014), shutdown and start-up (57P01 to 57P03), lock not available (55P03), deadlock (40P01).
 * Source: https://www.postgresql.org/docs/18/errcodes-appendix.html
 */
const UNAVAILABLE_SQLSTATE = /^(?:08...|53...|57014|57P0[1-3]|55P03|40P01)$/;

/** The driver's own failures, which carry no code. */
const DRIVER_MESSAGES =
  /connection terminated|timeout exceeded when trying to connect|query read timeout|client was closed|not queryable|cannot use a pool after calling end/i;

/** Turns a driver's error into one of ours where it is expected; anything else comes back as it is. */
export function translateDatabaseError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code, constraint } = error as Error & { readonly code?: unknown; readonly constraint?: unknown };
  if (code === "23505" && typeof constraint === "string") return new UniqueViolation(constraint, error);
  const isGone = typeof code === "string" && (SOCKET_CODES.has(code) || UNAVAILABLE_SQLSTATE.test(code));
  return isGone || DRIVER_MESSAGES.test(error.message) ? new DatabaseUnavailable(error) : error;
}
