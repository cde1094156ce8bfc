import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** What one commit added to one file. */
export interface AddedText {
  readonly commit: string;
  /** "(message)" for the commit's own message. */
  readonly file: string;
  readonly text: string;
  /** The line, in the commit's file, of each line of `text`; 1-based. */
  readonly lines: readonly number[];
}

const COMMIT_MARK = "\u001e";
// Against every parent of a merge, without renames, filters or settings of the user that would hide a line.
const ARGS = [
  "log",
  "-p",
  "-m",
  "--unified=0",
  "--no-renames",
  "--no-color",
  "--no-ext-diff",
  "--no-textconv",
  "--text",
];

/** Everything that the commits of `range` added, commit by commit. Throws where git fails. */
export async function* readAddedLines(directory: string, range: string): AsyncGenerator<AddedText> {
  const git = spawn("git", ["-c", "core.quotePath=false", ...ARGS, `--format=${COMMIT_MARK}%H%n%B`, range, "--"], {
    cwd: directory,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const end = once(git, "close");
  const reading = new PatchReading();
  for await (const line of createInterface({ input: git.stdout, crlfDelay: Infinity })) {
    const whole = reading.take(line);
    if (whole !== undefined) yield whole;
  }
  const last = reading.finish();
  if (last !== undefined) yield last;
  const [code] = (await end) as [number | null];
  if (code !== 0) throw new Error(`git log ended with ${String(code)}`);
}

/** Reads a patch line by line; gives a file's text when the next one begins. */
class PatchReading {
  #commit = "";
  #file = "(message)";
  #isInHeader = true;
  #nextLine = 1;
  #text: string[] = [];
  #lines: number[] = [];

  take(line: string): AddedText | undefined {
    if (line.startsWith(COMMIT_MARK)) return this.#begin("(message)", { commit: line.slice(1).split(" ")[0] ?? "" });
    if (line.startsWith("diff --git ")) return this.#begin(line, {});
    if (this.#file === "(message)") this.#add(line);
    else if (line.startsWith("@@ ")) this.#enterHunk(line);
    else if (this.#isInHeader) this.#readHeader(line);
    else if (line.startsWith("+")) this.#add(line.slice(1));
    return undefined;
  }

  finish(): AddedText | undefined {
    return this.#begin("(message)", {});
  }

  #begin(file: string, { commit = this.#commit }: { readonly commit?: string }): AddedText | undefined {
    const whole = { commit: this.#commit, file: this.#file, text: this.#text.join("\n"), lines: this.#lines };
    this.#commit = commit;
    this.#file = file;
    this.#isInHeader = true;
    this.#nextLine = 1;
    this.#text = [];
    this.#lines = [];
    return whole.text === "" ? undefined : whole;
  }

  #readHeader(line: string): void {
    if (line.startsWith("+++ ")) this.#file = line.slice(4).replace(/^"?b\//, "");
  }

  #enterHunk(line: string): void {
    this.#isInHeader = false;
    this.#nextLine = Number(/\+(\d+)/.exec(line)?.[1] ?? 1);
  }

  #add(line: string): void {
    this.#text.push(line);
    this.#lines.push(this.#nextLine);
    this.#nextLine += 1;
  }
}
