import { signalProcess } from "@ecommerce-cart/process-identity";
import type { EnvironmentConfig } from "../environment-config.ts";
import type { EnvironmentLayout } from "../environment-layout.ts";
import type { ReleaseRoute } from "../router/routes.ts";
import { updateInstance } from "./changes.ts";
import { lastLines } from "./log-files.ts";
import { nextCrash } from "./reconcile.ts";
import type { Action, Crash } from "./reconcile.ts";
import { instanceLogFile, startInstance } from "./release-processes.ts";
import type { RunningRouter } from "./router-keeper.ts";
import type { StateKeeper } from "./state-keeper.ts";
import { slotName } from "./supervisor-state.ts";
import type { InstanceRecord, Slot, SlotName } from "./supervisor-state.ts";

/** What actions work on. */
export interface ActionRunnerOptions {
  readonly config: () => EnvironmentConfig;
  readonly layout: EnvironmentLayout;
  readonly keeper: StateKeeper;
  readonly databaseUrl: () => string | undefined;
  readonly router: () => RunningRouter | undefined;
  /** Something happened that the next look must see at once. */
  readonly wake: () => void;
  readonly log: (line: string) => void;
}

/** Does what `reconcile` decides, and remembers what only the supervisor in memory needs to know. */
export class ActionRunner {
  readonly #options: ActionRunnerOptions;
  readonly #crashes = new Map<SlotName, Crash>();
  #confirmed: { readonly routerPid: number; readonly releases: readonly ReleaseRoute[] } | undefined;

  constructor(options: ActionRunnerOptions) {
    this.#options = options;
  }

  get crashes(): ReadonlyMap<SlotName, Crash> {
    return this.#crashes;
  }

  /** What the router that runs now has confirmed. */
  get confirmedRoutes(): readonly ReleaseRoute[] | undefined {
    return this.#confirmed?.routerPid === this.#options.router()?.pid ? this.#confirmed?.releases : undefined;
  }

  /** Forgets what happened to the processes of a release: it is staged anew. */
  forgetCrashes(releaseId: string): void {
    for (const name of this.#crashes.keys()) if (name.endsWith(`@${releaseId}`)) this.#crashes.delete(name);
  }

  async run(action: Action): Promise<void> {
    switch (action.kind) {
      case "forget":
        return this.#forget(action.instance);
      case "route":
        return this.#route(action.releases);
      case "start":
        return this.#start(action.slot);
      case "terminate":
        return this.#terminate(action.instance);
      case "kill":
        signalProcess(action.instance, "SIGKILL");
        return this.#options.log(`${slotName(action.instance)} did not end in time and was killed`);
    }
  }

  #forget(instance: InstanceRecord): void {
    const { keeper, layout, log } = this.#options;
    const name = slotName(instance);
    keeper.update((state) => ({ ...state, instances: state.instances.filter(({ pid }) => pid !== instance.pid) }));
    if (instance.stoppingSinceMs !== undefined) return log(`${name} ended, process ${instance.pid}`);
    this.#noteCrash(instance);
    const lastLine = lastLines(instanceLogFile(layout, instance), 1)[0] ?? "it wrote nothing";
    log(`${name} ended by itself, process ${instance.pid}: ${lastLine}`);
  }

  #noteCrash(instance: Slot & Pick<InstanceRecord, "launchedAtMs">): void {
    const name = slotName(instance);
    this.#crashes.set(name, nextCrash(this.#crashes.get(name), instance, Date.now()));
  }

  async #route(releases: readonly ReleaseRoute[]): Promise<void> {
    const { keeper, log } = this.#options;
    const router = this.#options.router();
    if (router === undefined) return;
    keeper.update((state) => ({ ...state, routes: { revision: state.routes.revision + 1, releases } }));
    const { revision } = keeper.state.routes;
    const put = await router.control.putRoutes({ revision, releases });
    if (put.ok) {
      this.#confirmed = { routerPid: router.pid, releases };
      return;
    }
    log(`the router did not take routes ${revision}: ${JSON.stringify(put.error)}`);
    // Its state is older or younger than ours: go on from the later revision.
    const seen = put.error.kind === "stale-revision" ? put.error.seen : 0;
    keeper.update((state) => ({ ...state, routes: { ...state.routes, revision: Math.max(seen, revision) } }));
  }

  async #start(slot: Slot): Promise<void> {
    const { keeper, layout, config, databaseUrl, log, wake } = this.#options;
    const release = keeper.state.releases.find((entry) => entry.release.id === slot.releaseId)?.release;
    const url = databaseUrl();
    if (release === undefined || url === undefined) return;
    const launchedAtMs = Date.now();
    const started = await startInstance(slot, release, { config: config(), layout, databaseUrl: url });
    if (!started.ok) {
      this.#noteCrash({ ...slot, launchedAtMs });
      return log(`${slotName(slot)} could not be started: ${started.error}`);
    }
    const { pid, startedAt, logOffset, ended } = started.value;
    const record: InstanceRecord = { ...slot, pid, startedAt, launchedAtMs, logOffset, wasHealthy: false };
    keeper.update((state) => ({ ...state, instances: [...state.instances, record] }));
    log(`${slotName(slot)} started, process ${pid}`);
    void ended.then(wake);
  }

  #terminate(instance: InstanceRecord): void {
    const stoppingSinceMs = Date.now();
    this.#options.keeper.update((state) => updateInstance(state, instance.pid, { stoppingSinceMs }));
    signalProcess(instance, "SIGTERM");
  }
}
