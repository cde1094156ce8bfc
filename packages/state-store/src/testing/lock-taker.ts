import { once } from "node:events";
import { FileStateStore } from "../file-state-store.ts";

/**
 * A process of its own that takes locks when told to, for tests of races and of killed holders. Start it with `fork` and
 * the data folder as its argument. Send an environment's name: it answers "locked", or "won <token>" and holds the lock
 * until the next message.
 */
async function serveTests(directory: string): Promise<void> {
  const store = new FileStateStore(directory);
  process.on("message", (environmentName) => void takeLock(store, String(environmentName)));
  process.send?.("ready");
}

async function takeLock(store: FileStateStore, environmentName: string): Promise<void> {
  if (environmentName === "release") return;
  const held = await store.withLock(environmentName, "race", async (lease) => {
    process.send?.(`won ${lease.token}`);
    await once(process, "message");
  });
  process.send?.(held.ok ? "released" : held.error.kind);
}

await serveTests(process.argv[2] ?? "");
