const ADVICE: Readonly<Record<string, string>> = {
  EACCES: "Run this as the user who owns it, or give it to the user who runs this.",
  EPERM: "Run this as the user who owns it, or give it to the user who runs this.",
  EROFS: "The pipeline writes into its checkout: clone it to where you may write.",
  ENOSPC: "The disk is full: free some space, then run this again.",
  EDQUOT: "Your quota is used up: free some space, then run this again.",
  EISDIR: "A folder stands where a file belongs: move it away.",
  ERR_FS_EISDIR: "A folder stands where a file belongs: move it away.",
  "EEXIST mkdir": "A file stands where a folder belongs: move it away.",
  ENOTDIR: "A file stands where a folder belongs: move it away.",
};

/**
 * What a file system refused, as one message with what to do; undefined for every other error, which is a bug.
 * Example: "EROFS: read-only file system, open '/shop/.data/x'. The pipeline writes into its checkout: …".
 */
export function describeSystemError(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return describeOne(error) ?? describeCause(error);
}

/** Where the file is named by us, and the refusal by its cause. */
function describeCause({ message, cause }: Error): string | undefined {
  const described = cause instanceof Error ? describeOne(cause) : undefined;
  return described === undefined ? undefined : `${message}: ${described}`;
}

function describeOne(error: Error): string | undefined {
  const { code = "", syscall = "" } = error as NodeJS.ErrnoException;
  const advice = ADVICE[code] ?? ADVICE[`${code} ${syscall}`];
  return advice === undefined ? undefined : `${error.message}. ${advice}`;
}
