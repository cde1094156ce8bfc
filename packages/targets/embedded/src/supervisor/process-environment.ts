const INHERITED = ["PATH", "HOME", "TMPDIR", "LANG", "TZ", "NODE_EXTRA_CA_CERTS", "NODE_COMPILE_CACHE"];

/** What any process needs of this one's environment; nothing else is handed on, least of all secrets. */
export function processEnvironment(): Record<string, string> {
  return Object.fromEntries(
    INHERITED.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
