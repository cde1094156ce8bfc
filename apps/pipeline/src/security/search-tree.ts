import { lstatSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { listTree } from "../gates/judged-tree.ts";
import { findSecrets, SECRET_RULE_COUNT } from "./find-secrets.ts";

/** Searches every file that git knows or would add; the report names each. */
export async function searchTree(rootDirectory: string): Promise<string> {
  const files = listTree(rootDirectory, "repository");
  const findings: object[] = [];
  for (const file of files) {
    const found = await findSecrets(file, textOf(join(rootDirectory, file)));
    findings.push(...found.map((secret) => ({ file, ...secret })));
  }
  return JSON.stringify({ ruleCount: SECRET_RULE_COUNT, files, findings }, null, 2);
}

/** A link's text is where it points. What is no text is searched as if it were. */
function textOf(absolute: string): string {
  return lstatSync(absolute).isSymbolicLink() ? readlinkSync(absolute) : readFileSync(absolute, "utf8");
}
