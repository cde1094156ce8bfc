/** Matches no cart: versions start at 1. */
const NO_VERSION = 0;

/**
 * The version that an If-Match header asks for; null: any. Weak tags, lists and whatever else is no ETag of a cart
 * match none (RFC 9110, 13.1.1). Example: `'"3"'` gives 3.
 */
export function readIfMatch(header: string | undefined): number | null {
  if (header === undefined || header.trim() === "*") return null;
  const version = /^"(\d{1,9})"$/.exec(header.trim())?.[1];
  return version === undefined ? NO_VERSION : Number(version);
}

/** The ETag of a cart's version. Example: `toEtag(3)` is `"3"`, quotes included. */
export function toEtag(version: number): string {
  return `"${version}"`;
}
