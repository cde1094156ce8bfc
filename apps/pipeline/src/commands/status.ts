import type { TargetState } from "@ecommerce-cart/deployer";
import { describeStateFailure } from "@ecommerce-cart/state-store";
import type { EmbeddedTarget, EnvironmentStatus } from "@ecommerce-cart/target-embedded";
import { CommandFailure } from "../command-failure.ts";
import { openStore } from "../delivery/deploy-release.ts";
import { findRunning } from "../delivery/embedded-environment.ts";
import { readEnvironment } from "../delivery/read-environment.ts";
import type { Invocation } from "../invocation.ts";

/** What an environment is doing. */
interface StatusReport {
  readonly environment: string;
  readonly isRunning: boolean;
  readonly status?: EnvironmentStatus;
  readonly groups: TargetState["groups"];
  /** Who deploys now. */
  readonly lockedBy?: string;
  /** Steps of a deployment that was cut off. */
  readonly openJournalSteps: number;
}

/** `./pipeline status ENV` */
export async function statusCommand(
  invocation: Invocation,
  name: string,
  flags: { readonly json?: true },
): Promise<void> {
  readEnvironment(invocation.rootDirectory, name);
  const target = await findRunning(invocation.rootDirectory, name);
  const report: StatusReport = {
    environment: name,
    ...(await askStore(invocation.rootDirectory, name)),
    ...(await askTarget(target)),
  };
  if (flags.json === true) return void console.log(JSON.stringify(report, null, 2));
  describeReport(report).forEach((line) => console.log(line));
}

async function askTarget(
  target: EmbeddedTarget | undefined,
): Promise<Pick<StatusReport, "isRunning" | "status" | "groups">> {
  if (target === undefined) return { isRunning: false, groups: [] };
  const [status, current] = await Promise.all([target.status(), target.current()]);
  return {
    isRunning: true,
    ...(status.ok ? { status: status.value } : {}),
    groups: current.ok ? current.value.groups : [],
  };
}

async function askStore(
  rootDirectory: string,
  name: string,
): Promise<Pick<StatusReport, "lockedBy" | "openJournalSteps">> {
  const store = openStore(rootDirectory);
  const [holder, journal] = await Promise.all([store.lockHolder(name), store.readJournal(name)]);
  if (!holder.ok) throw new CommandFailure(describeStateFailure(holder.error));
  if (!journal.ok) throw new CommandFailure(describeStateFailure(journal.error));
  const lockedBy = holder.value === undefined ? {} : { lockedBy: describeStateFailure(holder.value) };
  return { ...lockedBy, openJournalSteps: journal.value.length };
}

function describeReport(report: StatusReport): readonly string[] {
  if (!report.isRunning)
    return [`${report.environment} is not running: start it with \`npm run up\`.`, ...describeOpen(report)];
  const { status } = report;
  return [
    `${report.environment}  ${status?.url ?? "no address yet"}  ${status?.isReady === true ? "ready" : "not ready"}`,
    ...(status?.problems ?? []).map((problem) => `  ! ${problem.kind}`),
    ...report.groups.map(describeGroup),
    ...(report.groups.length === 0 ? ["  nothing is deployed"] : []),
    ...describeOpen(report),
  ];
}

function describeGroup(group: TargetState["groups"][number]): string {
  const role = group.weightPercent > 0 ? `${group.weightPercent} % of traffic` : "warm, no traffic";
  return `  ${group.release.id}  ${role}, ${group.healthyCount}/${group.webCount} web processes healthy, ${group.inFlightCount} requests under way`;
}

function describeOpen(report: StatusReport): readonly string[] {
  const isCutOff = report.openJournalSteps > 0 && report.lockedBy === undefined;
  return [
    ...(report.lockedBy === undefined ? [] : [`  ${report.lockedBy}`]),
    ...(isCutOff
      ? ["  a deployment was cut off: the next `deploy` or `rollback` goes on with it or takes it back"]
      : []),
  ];
}
