/** Everything that our baseline of dynamic checks asks a running shop. Each must have been asked. */
export const BASELINE_CHECKS = [
  "security-headers",
  "cookie-flags",
  "no-version-leak",
  "no-stack-in-errors",
  "unknown-methods",
  "hidden-files",
  "path-traversal",
  "open-redirect",
  "cors",
  "large-body",
  "reflected-markup",
] as const;

/** One of `BASELINE_CHECKS`. */
export type BaselineCheck = (typeof BASELINE_CHECKS)[number];
