import { EXIT_CODES } from "@ecommerce-cart/pipeline-model";
import { clean, describeRefusal } from "@ecommerce-cart/task-runner";
import { CommandFailure } from "../command-failure.ts";
import type { Invocation } from "../invocation.ts";

/** `./pipeline clean` */
export async function cleanCommand(invocation: Invocation, flags: { readonly all?: true }): Promise<void> {
  const removed = await clean(invocation.rootDirectory, { everything: flags.all ?? false });
  if (!removed.ok) throw new CommandFailure(describeRefusal(removed.error), EXIT_CODES.refused);
  const { runCount, entryCount, byteCount } = removed.value;
  console.log(`removed ${runCount} runs and ${entryCount} cache entries, ${(byteCount / 1024 ** 2).toFixed(1)} MiB`);
}
