// The pre-push hook: checks the names of the branches that a push creates or moves; deletions and tags pass.
import { readFileSync } from "node:fs";
import { checkBranchName, renderReport } from "@ecommerce-cart/source-checks";

const BRANCH = "refs/heads/";

// Git's lines: local ref, local commit, remote ref, remote commit. Zeros stand for a branch that is to go.
for (const line of readFileSync(0, "utf8").split("\n")) {
  const [, localCommit = "", remoteRef = ""] = line.split(" ");
  if (!remoteRef.startsWith(BRANCH) || /^0+$/.test(localCommit)) continue;
  const result = checkBranchName(remoteRef.slice(BRANCH.length));
  if (result.ok) continue;
  const advice = "Rename it with git branch -m, or push it as it is: git push --no-verify";
  process.stderr.write(`${renderReport(result.error)}\n\n${advice}\n`);
  process.exitCode = 1;
}
