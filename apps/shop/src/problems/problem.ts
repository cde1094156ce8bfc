import { PROBLEMS, type ProblemKind } from "./problem-table.ts";

/** One thing wrong with a request. */
export interface InputError {
  /** JSON pointer as a URI fragment, e.g. "#/shippingAddress/country". */
  readonly pointer: string;
  readonly detail: string;
  /** Where the pointer leads; absent for the body. */
  readonly in?: "query" | "path" | "header";
}

/** What is said of one failure beyond its kind. Members are chosen by hand, never spread from an error. */
export interface ProblemInput {
  readonly kind: ProblemKind;
  readonly detail?: string;
  readonly errors?: readonly InputError[];
  /** Further members, e.g. `{ lines }` of `out-of-stock`. */
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** Problem details as they are sent (RFC 9457). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  /** `urn:uuid:` and the request's id, which the log carries too. */
  readonly instance: string;
  readonly errors?: readonly InputError[];
  readonly [extension: string]: unknown;
}

/** Puts a problem together. `publicUrl` has no trailing slash; `requestId` is a UUID. */
export function toProblem(
  input: ProblemInput,
  request: { readonly publicUrl: string; readonly requestId: string },
): Problem {
  const { status, title } = PROBLEMS[input.kind];
  return {
    type: `${request.publicUrl}/problems/${input.kind}`,
    title,
    status,
    ...(input.detail === undefined ? {} : { detail: input.detail }),
    instance: `urn:uuid:${request.requestId}`,
    ...(input.errors === undefined ? {} : { errors: input.errors }),
    ...input.extensions,
  };
}
