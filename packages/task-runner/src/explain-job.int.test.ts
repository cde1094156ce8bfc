import { expect, test } from "vitest";
import { explainJob } from "./explain-job.ts";
import { aRun, temporaryCheckout } from "./testing/temporary-checkout.ts";

const LINT = { name: "lint", command: "cat src/a.txt", inputs: ["src"], environment: ["MODE"] };
const UNIT = { name: "unit", command: "true", inputs: [], needs: ["lint"] };

test("a job that never ran, one that would be restored, and one whose inputs changed are explained", async () => {
  using checkout = temporaryCheckout({ "src/a.txt": "one" });
  const explain = (job: string) => explainJob(job, aRun(checkout.root, [LINT, UNIT]));
  expect(await explain("lint")).toEqual({
    ok: true,
    value: { job: "lint", wouldRestore: false, causes: ["no earlier run"] },
  });
  const run = await checkout.run([LINT, UNIT]);
  expect(await explain("lint")).toMatchObject({
    value: { wouldRestore: true, causes: [`inputs unchanged since run ${run.runId}`] },
  });
  checkout.write("src/a.txt", "two");
  checkout.write("src/b.txt", "");
  const changed = await explain("lint");
  expect(changed).toMatchObject({ value: { wouldRestore: false, causes: ["src/a.txt changed", "src/b.txt added"] } });
  expect(await explain("unit")).toMatchObject({ value: { causes: ["needs lint, which ran again"] } });
});

test("explaining changes nothing: the run after it does as it said", async () => {
  using checkout = temporaryCheckout({ "src/a.txt": "one" });
  await checkout.run([LINT]);
  checkout.write("src/a.txt", "two");
  await explainJob("lint", aRun(checkout.root, [LINT]));
  expect((await checkout.run([LINT])).cause("lint")).toBe("src/a.txt changed");
});

test("a job that always runs says so", async () => {
  using checkout = temporaryCheckout();
  const deploy = { name: "deploy", command: "true", inputs: [], isRestorable: false };
  expect(await explainJob("deploy", aRun(checkout.root, [deploy]))).toMatchObject({
    value: { wouldRestore: false, causes: ["never restored"] },
  });
});

test("an unknown job, a stage and an invalid pipeline are refused", async () => {
  using checkout = temporaryCheckout();
  const kinds = await Promise.all([
    explainJob("lnt", aRun(checkout.root, [LINT])),
    explainJob("test", aRun(checkout.root, [LINT])),
    explainJob("lint", aRun(checkout.root, [{ ...LINT, command: "" }])),
  ]);
  expect(kinds.map((result) => (result.ok ? "ok" : result.error.kind))).toEqual([
    "unknown-selection",
    "unknown-selection",
    "invalid-pipeline",
  ]);
});
