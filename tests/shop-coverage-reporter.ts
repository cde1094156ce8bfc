import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CoverageMap } from "istanbul-lib-coverage";
import type { Reporter, Vitest } from "vitest/node";
import { addLineHits, readShopHits } from "./shop-coverage.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where processes of the compiled shop leave what they ran (NODE_V8_COVERAGE); undefined where nobody asks. */
    readonly shopCoverageFolder?: string;
  }
}

/**
 * Adds what the compiled shop ran, in processes of its own, to the coverage of a run of `vitest --coverage`. Without
 * that flag it does nothing. Where the shop left nothing, the run fails and no coverage is written.
 */
export default class ShopCoverageReporter implements Reporter {
  #vitest: Vitest | undefined;
  #folder: string | undefined;

  onInit(vitest: Vitest): void {
    if (!vitest.config.coverage.enabled) return;
    this.#vitest = vitest;
    this.#folder = mkdtempSync(join(tmpdir(), "shop-coverage-"));
    vitest.provide("shopCoverageFolder", this.#folder);
  }

  async onCoverage(coverage: unknown): Promise<void> {
    const [vitest, folder] = [this.#vitest, this.#folder];
    if (vitest === undefined || folder === undefined) return;
    try {
      // No coverage is written where a test failed; what failed is what to tell.
      if (vitest.state.getCountOfFailedTests() > 0) return;
      const hits = await readShopHits(folder, vitest.config.root);
      if (hits.size === 0)
        throw new Error("the compiled shop left no coverage: it did not run, or did not stop by itself");
      addLineHits(coverage as CoverageMap, hits);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
