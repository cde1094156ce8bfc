import { randomInt } from "node:crypto";
import { createServer } from "node:net";

const FIRST_PORT = 20_000;
const LAST_PORT = 32_767;
const ATTEMPTS = 200;

/** True when the port can be bound on `host` now. */
export function isPortFree(port: number, host = "127.0.0.1"): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/**
 * A port of 127.0.0.1 that nothing listens on, between 20000 and 32767: below the range from which the system
 * takes ports for outgoing connections, so that a server that was killed finds it free again.
 * Throws Error when 200 random ports were all taken.
 */
export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = randomInt(FIRST_PORT, LAST_PORT + 1);
    if (await isPortFree(port)) return port;
  }
  throw new Error(`no free port among ${ATTEMPTS} between ${FIRST_PORT} and ${LAST_PORT} on 127.0.0.1`);
}
