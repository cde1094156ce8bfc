import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { readFileIfThere, writePrivateFile } from "./private-file.ts";
import { NO_ROUTES, parseRoutes } from "./routes.ts";
import type { Routes } from "./routes.ts";

/** Keeps the last routes in a file, so that a router which is started again serves at once. */
export class RoutesStore {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** The routes that were saved last; `NO_ROUTES` when there are none; problems when the file is damaged. */
  async load(): Promise<Result<Routes, readonly string[]>> {
    const text = await readFileIfThere(this.#path);
    if (text === null) return ok(NO_ROUTES);
    try {
      return parseRoutes(JSON.parse(text));
    } catch (error) {
      return err([`${this.#path}: ${String(error)}`]);
    }
  }

  /** Resolves when the routes are on disk. */
  async save(routes: Routes): Promise<void> {
    await writePrivateFile(this.#path, `${JSON.stringify(routes)}\n`);
  }
}
