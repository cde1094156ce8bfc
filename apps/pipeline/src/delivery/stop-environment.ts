import { EXIT_CODES } from "@ecommerce-cart/pipeline-model";
import { describeEnvironmentFailure, stopEnvironment } from "@ecommerce-cart/target-embedded";
import { CommandFailure } from "../command-failure.ts";

/** Stops an environment and says what was stopped. Throws CommandFailure where a process stays. */
export async function stopAndReport(directory: string, name: string): Promise<void> {
  const stopped = await stopEnvironment(directory);
  if (!stopped.ok) throw new CommandFailure(describeEnvironmentFailure(stopped.error), EXIT_CODES.failed);
  const processes = stopped.value.stopped;
  if (processes.length === 0) return void console.log(`${name} was not running.`);
  const killed = processes.filter((one) => one.how === "killed");
  console.log(
    `${name} stopped: ${processes.length} processes ended${killed.length > 0 ? `, ${killed.map((one) => one.name).join(", ")} by force` : ""}. Its data stays.`,
  );
}
