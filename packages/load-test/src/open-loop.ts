import { setTimeout as delay } from "node:timers/promises";

/** How a request failed. */
export type RequestFailure = "unexpectedStatus" | "timeout" | "connection" | "notSent";

/** One request of a load. */
export interface Sample {
  readonly route: string;
  /** Milliseconds from the beginning. */
  readonly intendedAtMs: number;
  /** From when it was meant to start to the end of its answer: what a shopper waits. */
  readonly latencyMs: number;
  /** From when it was sent. */
  readonly serviceMs: number;
  readonly failure?: RequestFailure;
}

/** A request that is ready to be sent. */
export interface PreparedRequest {
  readonly route: string;
  /** Resolves when the answer has been read; undefined where it was as expected. Never rejects. */
  readonly send: () => Promise<RequestFailure | undefined>;
}

/** What to offer, and how much may wait at once. */
export interface OpenLoopOptions {
  /** Milliseconds from the beginning, ascending: see `drawArrivals`. */
  readonly arrivalsMs: readonly number[];
  readonly next: () => PreparedRequest;
  /** Beyond it requests are not sent and count as failed: the shop has fallen behind for good. */
  readonly maxInFlight: number;
  /** How long a request may take, in milliseconds: what a failed one counts as. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Sends each request when it is due, whether or not earlier ones were answered (no coordinated omission), and waits
 * for the last answer. Rejects when `signal` fires.
 */
export async function runOpenLoop(options: OpenLoopOptions): Promise<readonly Sample[]> {
  const { arrivalsMs, signal } = options;
  const startMs = performance.now();
  const inFlight = new Set<Promise<void>>();
  const samples: Sample[] = [];
  for (const [index, intendedAtMs] of arrivalsMs.entries()) {
    const waitMs = intendedAtMs - (performance.now() - startMs);
    // Rounded up by the timer itself: a request may be late by a millisecond, and that counts.
    if (waitMs > 0) await delay(waitMs, undefined, { signal });
    // What is due is sent at once, but the answers are to be read in between.
    else if (index % 16 === 15) await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
    const { route, send } = options.next();
    const isFull = inFlight.size >= options.maxInFlight;
    const sent = measure({ route, intendedAtMs, startMs }, isFull ? refuse : send, options.timeoutMs);
    const done = sent.then((sample) => {
      samples.push(sample);
      inFlight.delete(done);
    });
    inFlight.add(done);
  }
  await Promise.all(inFlight);
  signal.throwIfAborted();
  return samples;
}

async function refuse(): Promise<RequestFailure> {
  return "notSent";
}

async function measure(
  request: { readonly route: string; readonly intendedAtMs: number; readonly startMs: number },
  send: PreparedRequest["send"],
  timeoutMs: number,
): Promise<Sample> {
  const { route, intendedAtMs, startMs } = request;
  const sentMs = performance.now();
  const failure = await send();
  const endMs = performance.now();
  const sample = { route, intendedAtMs, latencyMs: endMs - startMs - intendedAtMs, serviceMs: endMs - sentMs };
  if (failure === undefined) return sample;
  return { ...sample, latencyMs: Math.max(timeoutMs, sample.latencyMs), serviceMs: timeoutMs, failure };
}
