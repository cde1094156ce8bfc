import type { ClientRequest, IncomingMessage } from "node:http";

/**
 * Moves a request's body and trailers on to the process, as fast as it takes them. `onProgress` is called whenever
 * something moved. Returns what stops it; the rest of the body then stays where it is.
 */
export function feedBody(source: IncomingMessage, target: ClientRequest, onProgress: () => void): () => void {
  const onData = (chunk: Buffer): void => {
    onProgress();
    if (!target.write(chunk)) source.pause();
  };
  const onDrain = (): void => {
    onProgress();
    source.resume();
  };
  const onEnd = (): void => {
    onProgress();
    const trailers = toPairs(source.rawTrailers);
    if (trailers.length > 0) target.addTrailers(trailers);
    target.end();
  };
  source.on("data", onData);
  source.on("end", onEnd);
  target.on("drain", onDrain);
  return () => {
    source.off("data", onData);
    source.off("end", onEnd);
    target.off("drain", onDrain);
  };
}

/** Flat header lines as pairs. */
export function toPairs(flat: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) pairs.push([String(flat[at]), String(flat[at + 1])]);
  return pairs;
}
