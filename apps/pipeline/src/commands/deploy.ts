import type { DeployReport } from "@ecommerce-cart/deployer";
import type { Release } from "@ecommerce-cart/release";
import { describeStateFailure } from "@ecommerce-cart/state-store";
import { CommandFailure } from "../command-failure.ts";
import { deployRelease, openStore } from "../delivery/deploy-release.ts";
import { embeddedConfig, openEnvironment } from "../delivery/embedded-environment.ts";
import { openDelivery } from "../delivery/open-delivery.ts";
import { readEnvironment } from "../delivery/read-environment.ts";
import type { Invocation } from "../invocation.ts";
import { listenForInterruption } from "../run/interruption.ts";

export interface DeployFlags {
  readonly release?: string;
  readonly strategy?: string;
  readonly json?: true;
  /** Seconds. */
  readonly wait?: string;
}

/** `./pipeline deploy ENV` */
export async function deployCommand(
  invocation: Invocation,
  environmentName: string,
  flags: DeployFlags,
): Promise<void> {
  const { rootDirectory } = invocation;
  using interruption = listenForInterruption();
  const release = await chooseRelease(rootDirectory, flags.release);
  const request = {
    environmentName,
    isJson: flags.json ?? false,
    wait: flags.wait,
    signal: interruption.signal,
    ...(flags.strategy === undefined ? {} : { strategy: flags.strategy }),
  };
  const delivery = await openDelivery(invocation, request, (name) =>
    openEnvironment(embeddedConfig(rootDirectory, readEnvironment(rootDirectory, name), process.env)),
  );
  printReport(await deployRelease(delivery, release), request.isJson);
}

async function chooseRelease(rootDirectory: string, query: string | undefined): Promise<Release> {
  const store = openStore(rootDirectory);
  if (query !== undefined) {
    const found = await store.findRelease(query);
    if (!found.ok) throw new CommandFailure(describeStateFailure(found.error));
    return found.value;
  }
  const releases = await store.listReleases();
  if (!releases.ok) throw new CommandFailure(describeStateFailure(releases.error));
  const newest = releases.value[0];
  if (newest === undefined) throw new CommandFailure("there is no release yet: make one with `./pipeline run bundle`.");
  return newest;
}

/** One line for people, the whole report for programs. */
export function printReport(report: DeployReport, isJson: boolean): void {
  if (isJson) return void console.log(JSON.stringify(report, null, 2));
  const switched = report.switchMs === undefined ? "" : `, traffic switched in ${report.switchMs.toFixed(0)} ms`;
  const serving = report.serving?.id ?? "nothing";
  const words = { deployed: "deployed", unchanged: "unchanged, the same digest serves", "rolled-back": "rolled back" };
  console.log(`${words[report.outcome]}: ${serving} serves (${(report.totalMs / 1000).toFixed(2)} s${switched})`);
}
