import { SERVICE_VARIABLES } from "@ecommerce-cart/pipeline-model";
import type { ServiceName } from "@ecommerce-cart/pipeline-model";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import type { Variables } from "./job-environment.ts";
import type { ServiceProvider, StartedService } from "./run-options.ts";
import { errorMessage } from "./small-files.ts";

/** The services of one run: each is started when the first job needs it, shared, and stopped at the end. */
export class SharedServices {
  readonly #provider: ServiceProvider | undefined;
  readonly #variables: Variables;
  readonly #started = new Map<ServiceName, Promise<StartedService>>();

  constructor(provider: ServiceProvider | undefined, variables: Variables) {
    this.#provider = provider;
    this.#variables = variables;
  }

  /** The variables that lead to the services of a job, or why one could not be had. */
  async environmentFor(names: readonly ServiceName[]): Promise<Result<Readonly<Record<string, string>>, string>> {
    const environment: Record<string, string> = {};
    for (const name of names) {
      try {
        Object.assign(environment, await this.#environmentOf(name));
      } catch (error) {
        return err(`service ${name} did not start: ${errorMessage(error)}`);
      }
    }
    return ok(environment);
  }

  /** Ends what was started; one that fails to stop does not keep the others. Returns what went wrong. */
  async stopAll(): Promise<readonly string[]> {
    const started = [...this.#started];
    this.#started.clear();
    const ends = await Promise.allSettled(
      started.map(async ([, service]) =>
        service.then(
          ({ stop }) => stop(),
          () => undefined,
        ),
      ),
    );
    return ends.flatMap((end, index) =>
      end.status === "rejected"
        ? [`service ${started[index]?.[0] ?? ""} did not stop: ${errorMessage(end.reason)}`]
        : [],
    );
  }

  async #environmentOf(name: ServiceName): Promise<Readonly<Record<string, string>>> {
    const variable = SERVICE_VARIABLES[name];
    const given = this.#variables[variable];
    if (given !== undefined && given !== "") return { [variable]: given };
    if (this.#provider === undefined)
      throw new Error(`set ${variable}, or start the run where services can be started`);
    const service = this.#started.get(name) ?? this.#provider.start(name);
    this.#started.set(name, service);
    return (await service).environment;
  }
}
