import { describeError, logToStderr } from "./json-log.ts";
import { parseArguments } from "./router-arguments.ts";
import { RouterProcess } from "./router-process.ts";
import { surviveFullDisk } from "../survive-full-disk.ts";

surviveFullDisk();
const parsed = parseArguments(process.argv.slice(2));
if (!parsed.ok) {
  process.stderr.write(`${parsed.error.join("\n")}\n`);
  process.exitCode = 2;
} else {
  await new RouterProcess(parsed.value).run().catch((error: unknown) => {
    logToStderr("error", "could not start", describeError(error));
    process.exit(1);
  });
}
