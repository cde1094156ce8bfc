import { Agent, request } from "node:http";
import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { WebSocket } from "ws";

/** Why a request counts as failed. */
export type FailureKind = "reset" | "timeout" | "unexpected status" | "unexpected body";

/** A request that did not go as it must. */
export class RequestFailure extends Error {
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** What a mixed load adds up to. */
export interface LoadResult {
  readonly requestCount: number;
  readonly countsByKind: ReadonlyMap<string, number>;
  readonly failures: readonly { readonly load: string; readonly kind: FailureKind; readonly detail: string }[];
  /** Milliseconds of the quick requests (GET and POST without slow bodies). */
  readonly quickMs: readonly number[];
  /** Ids of the orders that were posted. */
  readonly orderIds: readonly string[];
}

/** How much load, and on what. */
export interface LoadOptions {
  readonly origin: string;
  readonly requestCount: number;
  readonly laneCount: number;
  /** Makes ids unique over several loads. */
  readonly name: string;
  /** Called after each request with how many are done. */
  readonly onProgress?: (doneCount: number) => void;
}

const REQUEST_TIMEOUT_MS = 30_000;
/** How one hundred requests are divided. The quick ones come first. */
const MIX: readonly { readonly load: keyof typeof LOADS; readonly percent: number }[] = [
  { load: "GET, kept connection", percent: 52 },
  { load: "GET, new connection", percent: 12 },
  { load: "POST, kept connection", percent: 22 },
  { load: "POST, new connection", percent: 8 },
  { load: "POST, slow body", percent: 2 },
  { load: "GET, slow response", percent: 2 },
  { load: "download, streamed", percent: 1 },
  { load: "WebSocket, 5 echoes", percent: 1 },
];

interface Turn {
  readonly origin: string;
  readonly agent: Agent;
  readonly orderId: string;
}

const LOADS = {
  "GET, kept connection": ({ origin, agent }: Turn) => getWhoami(origin, agent),
  "GET, new connection": ({ origin }: Turn) => getWhoami(origin, undefined),
  "POST, kept connection": (turn: Turn) => postOrder(turn, turn.agent),
  "POST, new connection": (turn: Turn) => postOrder(turn, undefined),
  "POST, slow body": async ({ origin, agent }: Turn) => {
    const call = open(`${origin}/echo`, { method: "POST", agent });
    for (let part = 0; part < 10; part += 1) {
      call.sent.write("0123456789");
      await delay(15);
    }
    call.sent.end();
    expectBody(await call.answer, 200, "0123456789".repeat(10));
  },
  "GET, slow response": async ({ origin, agent }: Turn) => {
    const call = open(`${origin}/slow?ms=150`, { agent });
    call.sent.end();
    expectBody(await call.answer, 200, "slow");
  },
  "download, streamed": async ({ origin, agent }: Turn) => {
    const call = open(`${origin}/stream?count=20&bytes=16384&gapMs=10`, { agent });
    call.sent.end();
    expectBody(await call.answer, 200, "s".repeat(20 * 16_384));
  },
  "WebSocket, 5 echoes": ({ origin }: Turn) => echoOnSocket(origin),
};

/** Sends the mix in `laneCount` lanes at once, each request after the one before it in its lane. */
export async function runMixedLoad(options: LoadOptions): Promise<LoadResult> {
  const { origin, requestCount, laneCount, name, onProgress = () => {} } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: laneCount });
  const failures: LoadResult["failures"][number][] = [];
  const countsByKind = new Map<string, number>();
  const quickMs: number[] = [];
  const orderIds: string[] = [];
  let started = 0;
  let done = 0;
  const lane = async (): Promise<void> => {
    while (started < requestCount) {
      const index = started++;
      const load = loadOf(index);
      const orderId = `${name}-${index}`;
      if (load.startsWith("POST, kept") || load.startsWith("POST, new")) orderIds.push(orderId);
      countsByKind.set(load, (countsByKind.get(load) ?? 0) + 1);
      const startMs = performance.now();
      await LOADS[load]({ origin, agent, orderId }).catch((error: unknown) => failures.push(toFailure(load, error)));
      if (isQuick(load)) quickMs.push(performance.now() - startMs);
      onProgress(++done);
    }
  };
  await Promise.all(Array.from({ length: laneCount }, lane));
  agent.destroy();
  return { requestCount, countsByKind, failures, quickMs, orderIds };
}

/** The kinds in a fixed shuffled order, so that each stretch of requests holds all of them. */
function loadOf(index: number): keyof typeof LOADS {
  let rest = (index * 37) % 100;
  for (const { load, percent } of MIX) {
    if (rest < percent) return load;
    rest -= percent;
  }
  throw new Error("the mix does not sum to 100 percent");
}

function isQuick(load: string): boolean {
  return /^(GET|POST), (kept|new) connection$/.test(load);
}

interface Call {
  readonly sent: ReturnType<typeof request>;
  readonly answer: Promise<{ readonly status: number; readonly body: string }>;
}

function open(url: string, { method = "GET", agent }: { method?: string; agent: Agent | undefined }): Call {
  const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  const sent = request(url, { method, agent: agent ?? false, signal });
  const answer = new Promise<{ status: number; body: string }>((resolve, reject) => {
    const onError = (error: Error): void =>
      reject(new RequestFailure(signal.aborted ? "timeout" : "reset", `${method} ${url}: ${error.message}`));
    sent.on("error", onError);
    sent.on("response", (response: IncomingMessage) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), onError);
    });
  });
  answer.catch(() => {});
  return { sent, answer };
}

async function getWhoami(origin: string, agent: Agent | undefined): Promise<void> {
  const call = open(`${origin}/whoami`, { agent });
  call.sent.end();
  expectBody(await call.answer, 200, /^[ab]$/);
}

async function postOrder({ origin, orderId }: Turn, agent: Agent | undefined): Promise<void> {
  const call = open(`${origin}/records`, { method: "POST", agent });
  call.sent.end(orderId);
  expectBody(await call.answer, 201, orderId);
}

function expectBody(answer: { status: number; body: string }, status: number, body: string | RegExp): void {
  if (answer.status !== status) throw new RequestFailure("unexpected status", `${answer.status}: ${answer.body}`);
  const isRight = typeof body === "string" ? answer.body === body : body.test(answer.body);
  if (!isRight) throw new RequestFailure("unexpected body", `${answer.body.length} characters`);
}

function echoOnSocket(origin: string): Promise<void> {
  const socket = new WebSocket(`${origin.replace("http", "ws")}/echo-socket`);
  const received: string[] = [];
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new RequestFailure("timeout", "WebSocket"));
      socket.terminate();
    }, REQUEST_TIMEOUT_MS);
    socket.on("message", (message) => {
      received.push(String(message));
      if (received.length === 6) socket.close(1000);
      else setTimeout(() => socket.send(`echo ${received.length}`), 20);
    });
    socket.on("error", (error) => reject(new RequestFailure("reset", `WebSocket: ${error.message}`)));
    socket.on("close", (code) => {
      clearTimeout(timer);
      const isRight = code === 1000 && received.slice(1).join() === "echo 1,echo 2,echo 3,echo 4,echo 5";
      if (isRight) resolve();
      else reject(new RequestFailure("reset", `WebSocket closed with ${code} after ${received.join()}`));
    });
  });
}

function toFailure(load: string, error: unknown): LoadResult["failures"][number] {
  if (!(error instanceof RequestFailure)) throw error;
  return { load, kind: error.kind, detail: error.message };
}
