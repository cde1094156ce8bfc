import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A git repository on `main`, without a commit; disposed of with all that it holds. */
export interface TemporaryRepository extends Disposable {
  readonly root: string;
  /** What git prints, without the last line's end. Throws where git fails. */
  readonly git: (...args: readonly string[]) => string;
  readonly write: (path: string, text: string) => void;
  /** Commits all that git tracks or would add; returns the commit. */
  readonly commit: (message?: string) => string;
}

/** Makes an empty repository. */
export function temporaryRepository(): TemporaryRepository {
  const folder = mkdtempDisposableSync(join(tmpdir(), "repository-"));
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=Ana", "-c", "user.email=ana@example.com", ...args], {
      cwd: folder.path,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder.path, path)), { recursive: true });
    writeFileSync(join(folder.path, path), text);
  };
  const commit = (message = "change"): string => {
    git("add", ".");
    git("commit", "--quiet", "--allow-empty", "--message", message);
    return git("rev-parse", "HEAD");
  };
  git("init", "--quiet", "--initial-branch=main");
  return { root: folder.path, git, write, commit, [Symbol.dispose]: () => folder.remove() };
}
