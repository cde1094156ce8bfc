import { readFileSync } from "node:fs";
import { request } from "./node-http.ts";
import { text } from "node:stream/consumers";
import { isSameProcess } from "@ecommerce-cart/process-identity";
import type { ProcessIdentity } from "@ecommerce-cart/process-identity";

/** `supervisor.json`: where the supervisor is reached. */
export interface SupervisorFile extends ProcessIdentity {
  /** Of its control API, on 127.0.0.1. */
  readonly port: number;
  /** Bearer token of that API. */
  readonly token: string;
}

/** One call of the control API. */
export interface SupervisorCall {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: unknown;
  /** 5 000 by default. */
  readonly timeoutMs?: number;
}

/** The supervisor could not be asked: it is gone, or it did not answer in time. */
export class SupervisorUnreachable extends Error {
  override readonly name = "SupervisorUnreachable";
}

const CALL_TIMEOUT_MS = 5_000;

/**
 * Reads `supervisor.json`. Returns undefined when there is none; "damaged" when it is not what a supervisor writes.
 */
export function readSupervisorFile(path: string): SupervisorFile | "damaged" | undefined {
  try {
    const found = JSON.parse(readFileSync(path, "utf8")) as Partial<SupervisorFile>;
    const isWhole = [typeof found.pid, typeof found.port].every((type) => type === "number");
    const hasTexts = [typeof found.startedAt, typeof found.token].every((type) => type === "string");
    return isWhole && hasTexts ? (found as SupervisorFile) : "damaged";
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "EISDIR") return "damaged";
    throw error;
  }
}

/** Makes one call and returns the body of its answer. Rejects with `SupervisorUnreachable` when there is none. */
export async function callSupervisor(file: SupervisorFile, call: SupervisorCall): Promise<unknown> {
  if (!isSameProcess(file)) throw new SupervisorUnreachable(`its process ${file.pid} is gone`);
  try {
    return JSON.parse(await send(file, call)) as unknown;
  } catch (error) {
    throw new SupervisorUnreachable(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function send(file: SupervisorFile, call: SupervisorCall): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request({
      host: "127.0.0.1",
      port: file.port,
      method: call.method,
      path: call.path,
      agent: false,
      headers: { authorization: `Bearer ${file.token}`, "content-type": "application/json" },
      signal: AbortSignal.timeout(call.timeoutMs ?? CALL_TIMEOUT_MS),
    });
    sent.on("error", reject);
    sent.on("response", (response) => text(response).then(resolve, reject));
    sent.end(call.body === undefined ? undefined : JSON.stringify(call.body));
  });
}
