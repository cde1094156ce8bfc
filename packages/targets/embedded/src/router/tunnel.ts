import type { Duplex } from "node:stream";

/**
 * Joins two connections until both are closed: bytes pass as they come, an end passes as an end, and a connection that
 * breaks takes the other with it.
 */
export function tunnel(one: Duplex, other: Duplex): Promise<void> {
  return Promise.all([carry(one, other), carry(other, one)]).then(() => undefined);
}

function carry(from: Duplex, to: Duplex): Promise<void> {
  from.pipe(to);
  return new Promise((resolve) => {
    from.on("error", () => to.destroy());
    from.on("close", () => {
      // What was written before is flushed first; a peer that never closes its half is not waited for.
      if (!to.writableEnded) to.end();
      if (to.writableFinished) to.destroy();
      else to.once("finish", () => to.destroy());
      resolve();
    });
    if (from.destroyed) resolve();
  });
}
