// Stands for a job of the pipeline in no-op-repository.ts: writes what the job declares, of about the real sizes, at once.
// Run: node benchmarks/engine/quick-job.mjs <job>
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

const MEGABYTE = 1024 ** 2;

const OUTPUTS = {
  compile: [...files("apps/shop/dist", 450, 4096), ...files("packages/result/dist", 8, 4096)],
  "unit-tests": [
    ["coverage/unit/coverage-final.json", 2 * MEGABYTE],
    ["reports/unit-tests.json", 3 * MEGABYTE],
    ["reports/unit-tests.json.tree", 65],
  ],
  "integration-tests": [
    ["coverage/integration/coverage-final.json", 2 * MEGABYTE],
    ["reports/integration-tests.json", 3 * MEGABYTE],
    ["reports/integration-tests.json.tree", 65],
  ],
  bundle: [["reports/release.json", 700]],
};

function files(folder, count, sizeBytes) {
  return Array.from({ length: count }, (_, index) => [`${folder}/part-${index % 20}/file-${index}.js`, sizeBytes]);
}

const [job = ""] = process.argv.slice(2);
for (const [path, sizeBytes] of OUTPUTS[job] ?? []) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${path}\n`.repeat(Math.ceil(sizeBytes / path.length)));
}
console.log(`${job}: done`);
