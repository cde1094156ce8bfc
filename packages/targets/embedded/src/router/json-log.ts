/** One line of the router's log: a message and what belongs to it. Never holds a token, a cookie or a query. */
export type Log = (level: "info" | "warn" | "error", msg: string, fields?: Readonly<Record<string, unknown>>) => void;

/** Writes JSON lines to standard error, which whoever started the router keeps. */
export const logToStderr: Log = (level, msg, fields = {}) => {
  const line = { level, time: new Date().toISOString(), name: "router", pid: process.pid, msg, ...fields };
  process.stderr.write(`${JSON.stringify(line)}\n`);
};

/** What of an error belongs in a log line. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: String(error) };
  const code = (error as NodeJS.ErrnoException).code;
  return { error: error.message, ...(code === undefined ? {} : { code }), stack: error.stack };
}
