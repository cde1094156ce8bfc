import type { SupervisorState } from "./supervisor-state.ts";
import { writeSupervisorState } from "./state-file.ts";

/** Holds the state; each change is on disk before anything acts on it. */
export class StateKeeper {
  readonly #file: string;
  #state: SupervisorState;

  constructor(file: string, state: SupervisorState) {
    this.#file = file;
    this.#state = state;
  }

  get state(): SupervisorState {
    return this.#state;
  }

  /** Changes the state; writes nothing when the same object comes back. Throws when the disk refuses, changing nothing. */
  update(change: (state: SupervisorState) => SupervisorState): void {
    const next = change(this.#state);
    if (next === this.#state) return;
    writeSupervisorState(this.#file, next);
    this.#state = next;
  }
}
