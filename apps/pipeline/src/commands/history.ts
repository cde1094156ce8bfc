import { describeStateFailure } from "@ecommerce-cart/state-store";
import type { DeploymentRow } from "@ecommerce-cart/state-store";
import { CommandFailure } from "../command-failure.ts";
import { openStore } from "../delivery/deploy-release.ts";
import { readEnvironment } from "../delivery/read-environment.ts";
import type { Invocation } from "../invocation.ts";

/** `./pipeline history ENV` */
export async function historyCommand(
  invocation: Invocation,
  environmentName: string,
  flags: { readonly limit: string; readonly json?: true },
): Promise<void> {
  readEnvironment(invocation.rootDirectory, environmentName);
  const limit = Number(flags.limit);
  if (!Number.isInteger(limit) || limit < 1)
    throw new CommandFailure(`--limit is "${flags.limit}": give a whole number of 1 or more.`);
  const rows = await openStore(invocation.rootDirectory).readHistory(environmentName);
  if (!rows.ok) throw new CommandFailure(describeStateFailure(rows.error));
  const newestFirst = rows.value.toReversed().slice(0, limit);
  if (flags.json === true) return void console.log(JSON.stringify(newestFirst, null, 2));
  if (newestFirst.length === 0) return void console.log(`nothing was deployed to ${environmentName} yet`);
  for (const row of newestFirst) console.log(describeRow(row));
}

function describeRow(row: DeploymentRow): string {
  const switched = row.switchMs === undefined ? "" : `  switched in ${row.switchMs.toFixed(0)} ms`;
  const reason = row.reason === undefined ? "" : `  ${row.reason}`;
  return `${row.startedAt}  ${row.intent.padEnd(9)}  ${row.outcome.padEnd(11)}  ${row.release}  ${row.strategy}  ${row.who}${switched}${reason}`;
}
