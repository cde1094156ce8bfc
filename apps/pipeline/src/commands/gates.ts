import { EXIT_CODES, statusFromVerdicts } from "@ecommerce-cart/pipeline-model";
import type { Verdict } from "@ecommerce-cart/pipeline-model";
import { judgeGate } from "@ecommerce-cart/quality-gates";
import { renderVerdicts } from "@ecommerce-cart/reports";
import { openGateReading } from "../gates/gate-reading.ts";
import type { Invocation } from "../invocation.ts";

/** `./pipeline gates`: exits with 1 where a required gate fails, with 3 where one is not measured. */
export function gatesCommand(
  { rootDirectory, gates }: Pick<Invocation, "rootDirectory" | "gates">,
  flags: { readonly environment: string; readonly all?: true; readonly json?: true },
): void {
  const reading = openGateReading(rootDirectory, flags.environment);
  const verdicts = gates.map((gate) => judgeGate(gate, reading));
  const status = statusFromVerdicts(verdicts);
  if (flags.json === true) console.log(JSON.stringify({ environment: flags.environment, status, verdicts }, null, 2));
  else console.log(renderForPeople(verdicts, flags));
  process.exitCode = EXIT_CODES[status];
}

function renderForPeople(
  verdicts: readonly Verdict[],
  { environment, all = false }: { readonly environment: string; readonly all?: boolean },
): string {
  const isColour = process.stdout.isTTY === true && process.env["NO_COLOR"] === undefined;
  const required = verdicts.filter(({ isRequired }) => isRequired);
  const passing = required.filter(({ status }) => status === "pass" || status === "waived");
  const sum = `${passing.length} of ${required.length} required gates pass or are waived in ${environment}`;
  const columns = process.stdout.columns ?? 100;
  return `${renderVerdicts(verdicts, { isColour, columns, isVerbose: all })}\n${sum}`;
}
