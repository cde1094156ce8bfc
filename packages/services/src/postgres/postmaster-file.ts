/** What a running server writes into `postmaster.pid`. */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  readonly isReady: boolean;
}

/**
 * Reads the text of a `postmaster.pid`; undefined when it is not (yet) whole.
 * Lines: pid, data folder, start time, port, socket folder, listen address, shared memory, status.
 * Source: PostgreSQL, src/include/utils/pidfile.h.
 */
export function parsePostmasterFile(text: string): PostmasterFile | undefined {
  const lines = text.split("\n");
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid <= 0 || !Number.isInteger(port) || port <= 0) return undefined;
  return { pid, port, isReady: lines[7]?.trim() === "ready" };
}
