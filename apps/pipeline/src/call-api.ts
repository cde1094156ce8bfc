import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";

/** One request to a forge or a server that measures. */
export interface ApiRequest {
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Taken out of every message. */
  readonly secret: string;
  readonly timeoutMs?: number;
}

/** An answer of 2xx. */
export interface ApiAnswer {
  readonly json: unknown;
  readonly headers: Headers;
}

/** Why there is no answer. `message` is a sentence without the secret. */
export interface ApiFailure {
  readonly kind: "no-answer" | "refused" | "answered" | "malformed";
  /** 0 where nothing answered. */
  readonly status: number;
  readonly message: string;
}

const TIMEOUT_MS = 15_000;
const LONGEST_DETAIL = 300;

/** Asks once, within `timeoutMs`; follows no redirect, so that the secret reaches nobody else. */
export async function callApi(request: ApiRequest): Promise<Result<ApiAnswer, ApiFailure>> {
  const { method, url, headers, body, timeoutMs = TIMEOUT_MS } = request;
  try {
    const response = await fetch(url, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    return readAnswer(request, response, await response.text());
  } catch (error) {
    return fail(request, { kind: "no-answer", status: 0, message: describeSilence(error, timeoutMs) });
  }
}

function readAnswer(request: ApiRequest, response: Response, text: string): Result<ApiAnswer, ApiFailure> {
  const { status, headers } = response;
  const json = parse(text);
  if (status < 200 || status > 299) {
    const kind = status === 401 || status === 403 || status === 404 ? "refused" : "answered";
    const wait = headers.get("retry-after");
    const later = wait === null ? "" : `; it asks to wait ${wait} s`;
    return fail(request, { kind, status, message: `answered ${status}: ${detailOf(json, text)}${later}` });
  }
  if (json === undefined && text.trim() !== "")
    return fail(request, {
      kind: "malformed",
      status,
      message: `answered ${status}, and not with JSON: is the address right?`,
    });
  return ok({ json, headers });
}

function fail({ method, url, secret }: ApiRequest, failure: ApiFailure): Result<never, ApiFailure> {
  const message = `${method} ${new URL(url).origin}${new URL(url).pathname} ${failure.message}`;
  return err({ ...failure, message: secret === "" ? message : message.replaceAll(secret, "***") });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** GitHub and GitLab say `message`, GitLab also `error`; SonarQube a list of `errors`. */
function detailOf(json: unknown, text: string): string {
  const fields = (json ?? {}) as { readonly message?: unknown; readonly error?: unknown; readonly errors?: unknown };
  const said = fields.message ?? fields.error ?? fields.errors ?? text;
  const line = (typeof said === "string" ? said : JSON.stringify(said)).replace(/[\0-\x1f\x7f]+/g, " ").trim();
  return line === "" ? "nothing more" : line.slice(0, LONGEST_DETAIL);
}

function describeSilence(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return "failed";
  if (error.name === "TimeoutError") return `got no answer within ${timeoutMs / 1000} s`;
  const { cause } = error;
  const reason = cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.message) : error.message;
  return `did not reach the server: ${reason}`;
}
