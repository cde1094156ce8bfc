import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** A proxy that makes a shop slower without the shop's knowledge. */
export interface SlowingProxy {
  readonly origin: string;
  readonly close: () => Promise<void>;
}

/** Forwards to `origin`, each answer held back for `delayMs` (0: only the proxy's own cost). */
export async function startSlowingProxy(origin: string, delayMs: number): Promise<SlowingProxy> {
  const server = createServer((incoming, outgoing) => {
    const { method, headers, url } = incoming;
    const forwarded = request(`${origin}${url}`, { method, headers }, (answer) => {
      const pass = (): void => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      };
      if (delayMs === 0) pass();
      else setTimeout(pass, delayMs);
    });
    forwarded.on("error", () => outgoing.writeHead(502).end());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
