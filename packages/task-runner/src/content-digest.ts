import { createHash, hash } from "node:crypto";
import { closeSync, openSync, readFileSync, readSync } from "node:fs";

/** Files above this are hashed piece by piece, so that memory stays bounded; in bytes. */
const WHOLE_FILE_LIMIT_BYTES = 4 * 1024 * 1024;

/** SHA-256 in hexadecimal. */
export function sha256(content: string | Buffer): string {
  return hash("sha256", content, "hex");
}

/** SHA-256 of a file's content in hexadecimal. Throws what the file system throws. */
export function sha256OfFile(path: string, sizeBytes: number): string {
  if (sizeBytes <= WHOLE_FILE_LIMIT_BYTES) return sha256(readFileSync(path));
  const digest = createHash("sha256");
  const buffer = Buffer.allocUnsafe(WHOLE_FILE_LIMIT_BYTES);
  const descriptor = openSync(path, "r");
  try {
    for (;;) {
      const count = readSync(descriptor, buffer, 0, buffer.length, null);
      if (count === 0) return digest.digest("hex");
      digest.update(buffer.subarray(0, count));
    }
  } finally {
    closeSync(descriptor);
  }
}
