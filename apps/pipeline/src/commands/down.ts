import { environmentDirectory } from "../delivery/embedded-environment.ts";
import { readEnvironment } from "../delivery/read-environment.ts";
import { stopAndReport } from "../delivery/stop-environment.ts";
import type { Invocation } from "../invocation.ts";

/** `./pipeline down [environment]` */
export async function downCommand(invocation: Invocation, name: string): Promise<void> {
  const environment = readEnvironment(invocation.rootDirectory, name);
  await stopAndReport(environmentDirectory(invocation.rootDirectory, environment.name), name);
}
