/** A secret typed into a file: where it begins, in characters from the start of the text, and what it looks like. */
export interface TypedSecret {
  readonly offset: number;
  readonly looksLike: string;
}

const SECRETS: readonly { readonly looksLike: string; readonly pattern: RegExp }[] = [
  { looksLike: "a URL with a password", pattern: /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"']*:[^\s/@"']+@/gi },
  { looksLike: "a password", pattern: /\b(?:password|passwd|pwd)=[^\s&"']+/gi },
  { looksLike: "a payment key", pattern: /\b[sr]k_(?:live|test)_[A-Za-z0-9]+/g },
  { looksLike: "a cloud access key", pattern: /\bAKIA[0-9A-Z]{16}\b/g },
  { looksLike: "a private key", pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/g },
];

/** Every secret in a text, comments included, in the order of the text. Never returns the secret itself. */
export function findSecrets(text: string): readonly TypedSecret[] {
  return SECRETS.flatMap(({ looksLike, pattern }) =>
    [...text.matchAll(pattern)].map((match) => ({ offset: match.index, looksLike })),
  ).sort((a, b) => a.offset - b.offset);
}
