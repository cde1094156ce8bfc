import { describeDrift } from "@ecommerce-cart/ci-generators";
import { CommandFailure } from "../command-failure.ts";
import { findCiDrift, writeCiFiles } from "../ci/generated-files.ts";
import type { CiSource } from "../ci/generated-files.ts";

/** `./pipeline generate [--check]`: writes the files of every CI, or throws CommandFailure where one differs. */
export function generateCommand(source: CiSource, flags: { readonly check?: true }): void {
  const drift = findCiDrift(source);
  if (flags.check !== true) {
    writeCiFiles(source).forEach(({ path }) => console.log(path));
    return drift.filter(({ kind }) => kind === "leftover").forEach((one) => console.log(describeDrift(one)));
  }
  if (drift.length > 0)
    throw new CommandFailure(
      `${drift.map(describeDrift).join("\n")}\nRun \`./pipeline generate\`; to change them, edit pipeline.ts or environments/*.yaml.`,
    );
  console.log("The files of every CI are what pipeline.ts and environments/*.yaml say.");
}
