import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Reporter, Vitest } from "vitest/node";
import { readSourceTree } from "../apps/pipeline/src/gates/source-tree.ts";

/**
 * Binds a run's reports to the tree that it measured: writes `<json report>.tree` holding the digest of the sources,
 * unless they changed while the tests ran. A gate takes no report without it.
 */
export default class TreeReporter implements Reporter {
  #file: string | undefined;
  #rootDirectory = "";
  #digest = "";

  onInit(vitest: Vitest): void {
    const { outputFile, root } = vitest.config;
    this.#file =
      typeof outputFile === "object" && outputFile["json"] !== undefined ? `${outputFile["json"]}.tree` : undefined;
    this.#rootDirectory = root;
    if (this.#file !== undefined) rmSync(this.#file, { force: true });
    this.#digest = readSourceTree(root).digest;
  }

  onTestRunEnd(): void {
    if (this.#file === undefined || readSourceTree(this.#rootDirectory).digest !== this.#digest) return;
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, `${this.#digest}\n`);
  }
}
