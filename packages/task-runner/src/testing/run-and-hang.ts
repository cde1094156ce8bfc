import { runPipeline } from "../run-pipeline.ts";
import { aRun } from "./temporary-checkout.ts";

// Started by killed-run.int.test.ts as a process of its own, to be killed: one job that is stored, one that hangs.
const root = process.argv[2] ?? "";
const hang = `echo $$ > .data/pid; trap "" TERM; while :; do sleep 0.05; done`;
await runPipeline(
  aRun(root, [
    { name: "done", command: "mkdir -p out && echo 1 > out/x", inputs: [], outputs: ["out"] },
    { name: "hang", command: hang, inputs: [], needs: ["done"] },
  ]),
);
