// The commit-msg hook: checks the message in the file that git names. A message left empty is git's to refuse.
import { readFileSync } from "node:fs";
import { checkCommitMessage, COMMIT_RULES, renderReport } from "@ecommerce-cart/source-checks";

const [file = ""] = process.argv.slice(2);
const message = readFileSync(file, "utf8");
const isEmpty = message.split("\n").every((line) => line.trim() === "" || line.startsWith("#"));
const result = checkCommitMessage(message, COMMIT_RULES);
if (!result.ok && !isEmpty) {
  const advice = `Your message is kept in ${file}. To commit it as it is: git commit --no-verify`;
  process.stderr.write(`${renderReport(result.error)}\n\n${advice}\n`);
  process.exitCode = 1;
}
