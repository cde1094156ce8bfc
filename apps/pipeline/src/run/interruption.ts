/** Fires on the first SIGINT, SIGTERM or SIGHUP; a second one ends the process at once. Disposing stops listening. */
export interface Interruption extends Disposable {
  readonly signal: AbortSignal;
  /** Resolves when interrupted. */
  readonly interrupted: Promise<void>;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Listens from here on. */
export function listenForInterruption(): Interruption {
  const controller = new AbortController();
  const { promise, resolve } = Promise.withResolvers<void>();
  const onSignal = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort(new Error(`interrupted by ${signal}`));
    resolve();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  const stopListening = (): void => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  return { signal: controller.signal, interrupted: promise, [Symbol.dispose]: stopListening };
}
