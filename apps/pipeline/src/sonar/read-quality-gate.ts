import { setTimeout as delay } from "node:timers/promises";
import type { SonarCondition, SonarOutcome } from "@ecommerce-cart/quality-gates";
import { callApi } from "../call-api.ts";

/** An analysis that was handed to a server. */
export interface SonarAnalysis {
  /** "https://sonar.example.org", without a trailing slash. */
  readonly hostUrl: string;
  readonly token: string;
  /** The background task, as the scanner was told it. */
  readonly taskId: string;
  /** How long the server may take, in milliseconds. */
  readonly deadlineMs: number;
  /** Between two questions, in milliseconds. */
  readonly pollMs: number;
  readonly signal?: AbortSignal;
}

interface Task {
  readonly status?: string;
  readonly analysisId?: string;
  readonly errorMessage?: string;
}

interface ProjectStatus {
  readonly status?: string;
  readonly ignoredConditions?: boolean;
  readonly conditions?: readonly {
    readonly metricKey?: string;
    readonly status?: string;
    readonly comparator?: string;
    readonly errorThreshold?: string;
    readonly actualValue?: string;
  }[];
}

type Unavailable = Extract<SonarOutcome, { kind: "unavailable" }>;

/**
 * Waits until the server has worked through an analysis, then reads its quality gate. Never throws for what a server says.
 * Source: SonarQube Web API, api/ce/task and api/qualitygates/project_status.
 */
export async function readQualityGate(analysis: SonarAnalysis): Promise<SonarOutcome> {
  const task = await waitForTask(analysis);
  if ("kind" in task) return task;
  if (task.status !== "SUCCESS" || task.analysisId === undefined)
    return unavailable(
      `The server's analysis ended as ${task.status ?? "unknown"}${task.errorMessage === undefined ? "" : `: ${task.errorMessage}`}.`,
    );
  const answer = await ask(
    analysis,
    `/api/qualitygates/project_status?analysisId=${encodeURIComponent(task.analysisId)}`,
  );
  return "kind" in answer
    ? answer
    : toOutcome((answer.json as { readonly projectStatus?: ProjectStatus }).projectStatus);
}

function toOutcome({ status, conditions = [], ignoredConditions }: ProjectStatus = {}): SonarOutcome {
  if (status === undefined) return unavailable("The server answered without the status of the project.");
  return {
    kind: "answered",
    status,
    conditions: conditions.map(toCondition),
    hasIgnoredConditions: ignoredConditions === true,
  };
}

async function waitForTask(analysis: SonarAnalysis): Promise<Task | Unavailable> {
  const { taskId, deadlineMs, pollMs, signal } = analysis;
  const endsAt = performance.now() + deadlineMs;
  for (;;) {
    const answer = await ask(analysis, `/api/ce/task?id=${encodeURIComponent(taskId)}`);
    if ("kind" in answer) return answer;
    const { task = {} } = answer.json as { readonly task?: Task };
    if (task.status !== "PENDING" && task.status !== "IN_PROGRESS") return task;
    if (performance.now() + pollMs > endsAt)
      return unavailable(
        `The server did not finish the analysis within ${deadlineMs / 1000} s: it is still ${task.status}.`,
      );
    await delay(pollMs, undefined, signal === undefined ? {} : { signal });
  }
}

async function ask(analysis: SonarAnalysis, path: string): Promise<{ readonly json: object } | Unavailable> {
  const { hostUrl, token } = analysis;
  const headers = { authorization: `Bearer ${token}`, accept: "application/json" };
  const answer = await callApi({ method: "GET", url: `${hostUrl}${path}`, headers, secret: token });
  if (answer.ok) return { json: (answer.value.json ?? {}) as object };
  const { status, message } = answer.error;
  if (status === 401) return unavailable(`${message}. SONAR_TOKEN is wrong, or has expired.`);
  if (status === 403) return unavailable(`${message}. SONAR_TOKEN needs the permission "Browse" on the project.`);
  return unavailable(`${message}.`);
}

function toCondition(raw: NonNullable<ProjectStatus["conditions"]>[number]): SonarCondition {
  const { metricKey = "a condition", status = "", comparator = "", errorThreshold = "", actualValue } = raw;
  return { metric: metricKey, status, comparator, limit: errorThreshold, value: actualValue };
}

function unavailable(reason: string): Unavailable {
  return { kind: "unavailable", reason };
}
