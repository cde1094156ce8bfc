import type { StateStore } from "@ecommerce-cart/state-store";
import type { Target } from "../target.ts";

/**
 * What stands between a deployer and the world: asked after everything that it does to it. Nothing
 * changes between two of these, so "after" one thing is "before" the next.
 */
export type Gate = (point: string) => Promise<void>;

const TARGET_CHANGES = new Set(["stage", "waitUntilHealthy", "setWeights", "drain", "retire", "runTask"]);
const STORE_CHANGES = new Set(["appendJournal", "closeJournal", "appendHistory"]);

/** A target that passes the gate after each call that takes a step. */
export function gatedTarget(target: Target, gate: Gate): Target {
  return withGate(target, TARGET_CHANGES, gate);
}

/** A store that passes the gate after each write. Locks and reads go through. */
export function gatedStore(store: StateStore, gate: Gate): StateStore {
  return withGate(store, STORE_CHANGES, gate);
}

function withGate<T extends object>(subject: T, names: ReadonlySet<string>, gate: Gate): T {
  return new Proxy(subject, {
    get(inner, name) {
      const member: unknown = Reflect.get(inner, name, inner);
      if (typeof member !== "function" || typeof name !== "string") return member;
      if (!names.has(name)) return member.bind(inner) as unknown;
      return async (...args: readonly unknown[]): Promise<unknown> => {
        const result: unknown = await Reflect.apply(member, inner, args);
        await gate(`after ${name}`);
        return result;
      };
    },
  });
}

/** A gate that stops the world for good at its nth point, counted from 1: what a kill -9 leaves is all that there is. */
export function stopAt(nth: number): { readonly gate: Gate; readonly stopped: Promise<string> } {
  const stopped = Promise.withResolvers<string>();
  let count = 0;
  const gate = async (point: string): Promise<void> => {
    count += 1;
    if (count < nth) return;
    stopped.resolve(point);
    await new Promise<never>(() => {});
  };
  return { gate, stopped: stopped.promise };
}
