import { execFileSync } from "node:child_process";
import type { History } from "@ecommerce-cart/quality-gates";

/** The commits behind a checkout; none outside of git, or before the first. */
export function readHistory(rootDirectory: string): History {
  const git = (...args: readonly string[]): string =>
    execFileSync("git", [...args], {
      cwd: rootDirectory,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  try {
    return {
      headCommit: git("rev-parse", "HEAD"),
      commitCount: Number(git("rev-list", "--count", "HEAD")),
      isShallow: git("rev-parse", "--is-shallow-repository") === "true",
    };
  } catch {
    return { headCommit: "", commitCount: 0, isShallow: false };
  }
}
