import type { FunctionAction, JobContext, JobOutcome } from "@ecommerce-cart/pipeline-model";
import { errorMessage } from "./small-files.ts";

/** How a function job ended, or that it was stopped. */
export type FunctionEnd = JobOutcome | { readonly kind: "stopped" };

/**
 * Calls a function job. One that does not return within `graceMs` after the signal fired is left behind: its promise
 * is no longer waited for. What it throws is a failure, with the stack in the log.
 */
export async function runFunction(action: FunctionAction, context: JobContext, graceMs: number): Promise<FunctionEnd> {
  const { signal } = context;
  if (signal.aborted) return { kind: "stopped" };
  let timer: NodeJS.Timeout | undefined;
  const stopped = new Promise<FunctionEnd>((resolve) => {
    const giveUp = (): void => {
      timer = setTimeout(() => resolve({ kind: "stopped" }), graceMs);
    };
    signal.addEventListener("abort", giveUp, { once: true });
  });
  const end = await Promise.race([call(action, context), stopped]);
  clearTimeout(timer);
  return signal.aborted ? { kind: "stopped" } : end;
}

async function call(action: FunctionAction, context: JobContext): Promise<JobOutcome> {
  try {
    return await action.run(context);
  } catch (error) {
    if (error instanceof Error && error.stack !== undefined) context.log(error.stack);
    return { kind: "failed", reason: `threw: ${errorMessage(error)}` };
  }
}
