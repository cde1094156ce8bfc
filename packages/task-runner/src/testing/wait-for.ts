const POLL_MS = 20;
const DEADLINE_MS = 15_000;

/** Resolves once the condition holds; fails the test where it does not within 15 seconds. */
export async function waitFor(condition: () => boolean): Promise<void> {
  const endMs = Date.now() + DEADLINE_MS;
  while (!condition()) {
    if (Date.now() > endMs) throw new Error(`waited ${DEADLINE_MS} ms in vain for ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
