import { readFileSync } from "node:fs";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import type { PackagingFailure } from "./packaging-failure.ts";

/** Reads a JSON object below the repository's root. Its shape is npm's to keep: `T` names what is read of it. */
export function readJson<T extends object>(rootDirectory: string, path: string): Result<T, PackagingFailure> {
  try {
    const value: unknown = JSON.parse(readFileSync(`${rootDirectory}/${path}`, "utf8"));
    if (typeof value === "object" && value !== null) return ok(value as T);
    return err({ kind: "unreadable-json", path, detail: "not an object" });
  } catch (error) {
    return err({ kind: "unreadable-json", path, detail: error instanceof Error ? error.message : String(error) });
  }
}
