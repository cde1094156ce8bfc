import type { DependencyChange } from "./change.ts";

interface Entry {
  readonly version?: unknown;
  readonly link?: unknown;
  readonly dev?: unknown;
}

interface Locked {
  readonly versions: readonly string[];
  readonly isDevelopmentOnly: boolean;
}

const FOLDER = "node_modules/";

/**
 * The packages whose versions differ between two lockfiles (package-lock.json, version 2 or 3), by name; undefined where
 * one of both cannot be read. A missing lockfile is the text "".
 */
export function compareLockfiles(before: string, after: string): readonly DependencyChange[] | undefined {
  const old = readPackages(before);
  const now = readPackages(after);
  if (old === undefined || now === undefined) return undefined;
  const lockedBefore = lockedOf(old);
  const lockedAfter = lockedOf(now);
  const direct = new Set([...directOf(old), ...directOf(now)]);
  const names = [...new Set([...lockedBefore.keys(), ...lockedAfter.keys()])].sort();
  return names.flatMap((name) => {
    const from = lockedBefore.get(name);
    const to = lockedAfter.get(name);
    const change = changeOf(from?.versions ?? [], to?.versions ?? []);
    const isDevelopmentOnly = (to ?? from)?.isDevelopmentOnly === true;
    return change === undefined ? [] : [{ name, ...change, isDirect: direct.has(name), isDevelopmentOnly }];
  });
}

function changeOf(
  before: readonly string[],
  after: readonly string[],
): Pick<DependencyChange, "kind" | "before" | "after"> | undefined {
  if (before.join() === after.join()) return undefined;
  const kind = before.length === 0 ? "added" : after.length === 0 ? "removed" : "changed";
  return { kind, before, after };
}

type Packages = Readonly<Record<string, Entry>>;

function readPackages(text: string): Packages | undefined {
  if (text.trim() === "") return {};
  try {
    const lock = JSON.parse(text) as { readonly packages?: unknown } | null;
    return typeof lock?.packages === "object" && lock.packages !== null ? (lock.packages as Packages) : undefined;
  } catch {
    return undefined;
  }
}

function lockedOf(packages: Packages): ReadonlyMap<string, Locked> {
  const locked = new Map<string, Locked>();
  for (const [path, { version, link, dev }] of Object.entries(packages)) {
    const at = path.lastIndexOf(FOLDER);
    if (at === -1 || link === true || typeof version !== "string") continue;
    const name = path.slice(at + FOLDER.length);
    const known = locked.get(name);
    locked.set(name, {
      versions: [...new Set([...(known?.versions ?? []), version])].sort(),
      isDevelopmentOnly: dev === true && known?.isDevelopmentOnly !== false,
    });
  }
  return locked;
}

/** What the root and the workspaces name: their entries lie outside of node_modules. */
function directOf(packages: Packages): readonly string[] {
  const own = Object.entries(packages).filter(([path]) => !path.includes(FOLDER));
  const kinds = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];
  return own.flatMap(([, entry]) =>
    kinds.flatMap((kind) => Object.keys((entry as Readonly<Record<string, object | undefined>>)[kind] ?? {})),
  );
}
