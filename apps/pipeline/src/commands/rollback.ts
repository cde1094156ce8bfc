import { rollBack } from "../delivery/deploy-release.ts";
import { runningEnvironment } from "../delivery/embedded-environment.ts";
import { openDelivery } from "../delivery/open-delivery.ts";
import type { Invocation } from "../invocation.ts";
import { listenForInterruption } from "../run/interruption.ts";
import { printReport } from "./deploy.ts";

/** `./pipeline rollback ENV` */
export async function rollbackCommand(
  invocation: Invocation,
  environmentName: string,
  flags: { readonly release?: string; readonly json?: true; readonly wait?: string },
): Promise<void> {
  using interruption = listenForInterruption();
  const request = { environmentName, isJson: flags.json ?? false, wait: flags.wait, signal: interruption.signal };
  const delivery = await openDelivery(invocation, request, (name) =>
    runningEnvironment(invocation.rootDirectory, name),
  );
  printReport(await rollBack(delivery, flags.release), request.isJson);
}
