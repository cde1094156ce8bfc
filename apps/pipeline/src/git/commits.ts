import { runGit } from "./run-git.ts";

/** A commit as `git log` tells it. */
export interface LoggedCommit {
  readonly hash: string;
  readonly message: string;
  readonly isMerge: boolean;
}

const FIELD = "\u001f";
const RECORD = "\u001e";
const FORMAT = `%H${FIELD}%P${FIELD}%B${RECORD}`;

/** The commits of `range` ("v0.1.0..HEAD", "HEAD"), newest first; none where the range is not known here. */
export async function readCommits(directory: string, range: string): Promise<readonly LoggedCommit[]> {
  const output = (await runGit(directory, "log", `--format=${FORMAT}`, range, "--")) ?? "";
  return output
    .split(RECORD)
    .map((record) => record.trim().split(FIELD))
    .filter(([hash]) => hash !== undefined && hash !== "")
    .map(([hash = "", parents = "", message = ""]) => ({
      hash,
      message: message.trimEnd(),
      isMerge: parents.includes(" "),
    }));
}

/** The tags that HEAD descends from. */
export async function readTags(directory: string): Promise<readonly string[]> {
  const output = (await runGit(directory, "tag", "--merged", "HEAD")) ?? "";
  return output.split("\n").filter((tag) => tag !== "");
}
