// The commit-msg hook: checks the message in the file that git names. A message left empty is git's to refuse.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { checkCommitMessage, COMMIT_RULES, renderReport } from "@ecommerce-cart/source-checks";

const [file = ""] = process.argv.slice(2);
const message = readFileSync(file, "utf8");
const commentCharacter = readCommentCharacter();
const isEmpty = message.split("\n").every((line) => line.trim() === "" || line.startsWith(commentCharacter));
const result = checkCommitMessage(message, { ...COMMIT_RULES, commentCharacter });
if (!result.ok && !isEmpty) {
  const advice = `Your message is kept in ${file}. To commit it as it is: git commit --no-verify`;
  process.stderr.write(`${renderReport(result.error)}\n\n${advice}\n`);
  process.exitCode = 1;
}

/** What comments begin with: "#" unless git is told otherwise. With "auto" git takes one that begins no line of the message. */
function readCommentCharacter(): string {
  const asked = spawnSync("git", ["config", "--get-regexp", "^core\\.comment(char|string)$"], { encoding: "utf8" });
  const set = asked.stdout?.trimEnd().split("\n").at(-1)?.replace(/^\S+ /, "") ?? "";
  if (set !== "auto") return set === "" ? "#" : set;
  return message.split("\n").findLast((line) => /^[#;@!$%^&|:](?: |$)/.test(line))?.[0] ?? "#";
}
