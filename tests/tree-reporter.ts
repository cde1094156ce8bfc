import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Reporter, Vitest } from "vitest/node";
import { bindingOf } from "../apps/pipeline/src/gates/bound-report.ts";
import { digestTree } from "../apps/pipeline/src/gates/judged-tree.ts";

/**
 * Binds a run's reports, of tests and of coverage, to the tree that it measured: writes `<report>.tree` holding the
 * digest of the code, unless that changed while the tests ran. A gate takes no report without it.
 */
export default class TreeReporter implements Reporter {
  #rootDirectory = "";
  #bindings: readonly string[] = [];
  #digest = "";

  onInit(vitest: Vitest): void {
    const { outputFile, root, coverage } = vitest.config;
    const json = typeof outputFile === "object" ? outputFile["json"] : undefined;
    const coverageReport = coverage.enabled ? [join(coverage.reportsDirectory, "coverage-final.json")] : [];
    this.#bindings = [...(json === undefined ? [] : [json]), ...coverageReport].map(bindingOf);
    for (const file of this.#bindings) rmSync(file, { force: true });
    this.#rootDirectory = root;
    this.#digest = digestTree(root, "code");
  }

  onTestRunEnd(): void {
    if (digestTree(this.#rootDirectory, "code") !== this.#digest) return;
    for (const file of this.#bindings) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${this.#digest}\n`);
    }
  }
}
