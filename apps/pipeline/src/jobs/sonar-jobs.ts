import type { JobContext, JobOutcome } from "@ecommerce-cart/pipeline-model";
import { judgeSonar } from "@ecommerce-cart/quality-gates";
import type { SonarOutcome, SonarPolicy } from "@ecommerce-cart/quality-gates";
import { readQualityGate } from "../sonar/read-quality-gate.ts";
import { runScanner } from "../sonar/run-scanner.ts";

const DEADLINE_MS = 5 * 60_000;
const POLL_MS = 2_000;

/** Uploads to SonarQube and judges by its quality gate, where SONAR_HOST_URL names a server; claims nothing elsewhere. */
export async function judgeSonarGate(policy: SonarPolicy, context: JobContext): Promise<JobOutcome> {
  const hostUrl = (context.environment["SONAR_HOST_URL"] ?? "").replace(/\/+$/, "");
  if (hostUrl === "") return { kind: "skipped", note: "not configured; the built-in measures judge" };
  const outcome = await measure(hostUrl, context);
  const today = new Date().toISOString().slice(0, 10);
  return { kind: "passed", verdicts: [judgeSonar(policy, outcome, today)] };
}

async function measure(hostUrl: string, context: JobContext): Promise<SonarOutcome> {
  if (!/^https?:$/.test(URL.canParse(hostUrl) ? new URL(hostUrl).protocol : ""))
    return { kind: "unavailable", reason: "SONAR_HOST_URL is no http or https address." };
  const token = context.environment["SONAR_TOKEN"] ?? "";
  if (token === "") return { kind: "unavailable", reason: "SONAR_TOKEN is not set: hand it over as a secret." };
  const task = await runScanner(context);
  if (!task.ok) return { kind: "unavailable", reason: task.error };
  const { signal } = context;
  return readQualityGate({ hostUrl, token, taskId: task.value, deadlineMs: DEADLINE_MS, pollMs: POLL_MS, signal });
}
