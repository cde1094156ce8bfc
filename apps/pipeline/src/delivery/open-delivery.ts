import type { EmbeddedTarget } from "@ecommerce-cart/target-embedded";
import { CommandFailure } from "../command-failure.ts";
import type { Invocation } from "../invocation.ts";
import type { Delivery } from "./deploy-release.ts";
import { describeDeployEvent } from "./describe-deploy-event.ts";
import { readWaitMs } from "../waiting.ts";
import { patienceFor } from "./lock-patience.ts";
import { readEnvironment } from "./read-environment.ts";

/** How a command opens an environment. */
export interface DeliveryRequest {
  readonly environmentName: string;
  readonly strategy?: string;
  /** True: nothing but the report is printed. */
  readonly isJson: boolean;
  /** What `--wait` says. */
  readonly wait: string | undefined;
  readonly signal: AbortSignal;
}

/** Everything that `deploy` and `rollback` share, printing each step as it ends. */
export async function openDelivery(
  invocation: Invocation,
  request: DeliveryRequest,
  open: (environmentName: string) => Promise<EmbeddedTarget>,
): Promise<Delivery> {
  const environment = readEnvironment(invocation.rootDirectory, request.environmentName);
  const strategy = request.strategy === undefined ? {} : { strategy: readStrategy(request.strategy) };
  const waitMs = readWaitMs(request.wait, process.env);
  const target = await open(request.environmentName);
  const print = (line: string | undefined): void => {
    if (line !== undefined && !request.isJson) console.log(line);
  };
  return {
    rootDirectory: invocation.rootDirectory,
    environment,
    target,
    url: await urlOf(target, request.environmentName),
    ...strategy,
    onEvent: (event) => print(describeDeployEvent(event)),
    log: (line) => print(`  ${line}`),
    patience: patienceFor(waitMs, request.signal, (line) => console.error(`pipeline: ${line}`)),
    signal: request.signal,
  };
}

async function urlOf(target: EmbeddedTarget, name: string): Promise<string> {
  const status = await target.status();
  if (status.ok && status.value.url !== undefined) return status.value.url;
  throw new CommandFailure(`the router of ${name} does not answer yet: look at \`./pipeline status ${name}\`.`, 1);
}

function readStrategy(text: string): "blue-green" | "rolling" {
  if (text === "blue-green" || text === "rolling") return text;
  throw new CommandFailure(`there is no strategy "${text}": choose blue-green or rolling.`);
}
