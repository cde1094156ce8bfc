import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";

/** One static file, in memory. */
export interface Asset {
  readonly body: Buffer;
  readonly contentType: string;
  /** First characters of the body's SHA-256, part of its address. */
  readonly fingerprint: string;
}

/** The shop's own static files by name. */
export interface Assets {
  find(name: string): Asset | undefined;
  /** Address of a file that changes when its content does. Throws for a name that is not there: a bug. */
  url(name: string): string;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
};

/** Reads all files of a folder once: they are few and small. Files of other types than above are left out. */
export function loadAssets(folder: string): Assets {
  const byName = new Map<string, Asset>();
  for (const name of readdirSync(folder)) {
    const contentType = CONTENT_TYPES[extname(name)];
    if (contentType === undefined) continue;
    const body = readFileSync(join(folder, name));
    const fingerprint = createHash("sha256").update(body).digest("hex").slice(0, 12);
    byName.set(name, { body, contentType, fingerprint });
  }
  return {
    find: (name) => byName.get(name),
    url: (name) => {
      const asset = byName.get(name);
      if (asset === undefined) throw new Error(`no static file "${name}" in ${folder}`);
      return `/assets/${asset.fingerprint}/${name}`;
    },
  };
}
