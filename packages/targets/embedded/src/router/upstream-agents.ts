import { Agent } from "../node-http.ts";
import type { AgentOptions } from "node:http";
import type { NetConnectOpts } from "node:net";
import type { Duplex } from "node:stream";
import { LingeringSocket } from "./lingering-socket.ts";
import type { RoutedProcess } from "./routing-table.ts";

/** Keeps connections to one process for reuse, unless it is quiet: then each closes once its request is over. */
class UpstreamAgent extends Agent {
  isQuiet = false;

  override createConnection(options: NetConnectOpts & AgentOptions): Duplex {
    const socket = new LingeringSocket();
    if (options.timeout !== undefined) socket.setTimeout(options.timeout);
    return socket.setNoDelay(true).connect(options);
  }

  override keepSocketAlive(socket: Duplex): boolean {
    // Node's own decides by its result whether the connection is kept; its type says void.
    return !this.isQuiet && Boolean(super.keepSocketAlive(socket) as unknown);
  }

  closeIdle(): void {
    for (const sockets of Object.values(this.freeSockets)) for (const socket of [...(sockets ?? [])]) socket.destroy();
  }
}

/** The connections of the router to the processes, one agent for each. */
export class UpstreamAgents {
  readonly #idleTimeoutMs: number;
  readonly #agents = new WeakMap<RoutedProcess, UpstreamAgent>();

  constructor(idleTimeoutMs: number) {
    this.#idleTimeoutMs = idleTimeoutMs;
  }

  /** The agent through which requests to this process go. */
  agentOf(process: RoutedProcess): UpstreamAgent {
    const known = this.#agents.get(process);
    if (known !== undefined) return known;
    // The timeout closes idle connections only; on one in use it is an event that nobody listens to.
    const agent = new UpstreamAgent({ keepAlive: true, timeout: this.#idleTimeoutMs });
    this.#agents.set(process, agent);
    return agent;
  }

  /** With `true` closes the idle connections to the process and keeps none from now on; with `false` keeps them again. */
  setQuiet(process: RoutedProcess, isQuiet: boolean): void {
    const agent = this.#agents.get(process);
    if (agent === undefined) return;
    agent.isQuiet = isQuiet;
    if (isQuiet) agent.closeIdle();
  }
}
