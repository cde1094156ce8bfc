import { pino, stdSerializers, type DestinationStream, type Logger } from "pino";
import type { LogLevel } from "../config.ts";

/**
 * The log of one process: one JSON object a line on standard output (or `destination`).
 * Never the raw address of a request, which may carry tokens and e-mail addresses: `req` gives its method alone.
 */
export function createLogger(
  options: { readonly level: LogLevel; readonly release: string; readonly role: string },
  destination?: DestinationStream,
): Logger {
  const settings = {
    level: options.level,
    base: { pid: process.pid, release: options.release, role: options.role },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: {
      err: stdSerializers.err,
      req: ({ method }: { readonly method?: string }) => ({ method }),
      res: ({ statusCode }: { readonly statusCode?: number }) => ({ statusCode }),
    },
  };
  return pino(settings, destination ?? standardOutput());
}

/**
 * Standard output, written synchronously where it is a pipe or a file. Whoever read it may be gone (a supervisor that was
 * killed): then the log is lost, and the process must go on and stop when told to. Pino's own writer does not: its exit
 * waits for ever on a broken pipe.
 */
function standardOutput(): DestinationStream {
  process.stdout.on("error", () => undefined);
  return { write: (line) => void process.stdout.write(line) };
}
