// Static analysis of our own code: ESLint with eslint.security.config.mjs, told as SARIF 2.1.0 on standard output.
// Arguments: the files to look at. A file that cannot be parsed makes the run unsuccessful.
import { ESLint } from "eslint";
import { fileURLToPath } from "node:url";
import { relative } from "node:path";
import { SEVERITIES } from "../eslint.security.config.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const eslint = new ESLint({
  cwd: root,
  overrideConfigFile: `${root}eslint.security.config.mjs`,
  allowInlineConfig: false,
  errorOnUnmatchedPattern: false,
  warnIgnored: true,
  cache: true,
  cacheStrategy: "content",
  cacheLocation: `${root}node_modules/.cache/eslint-security/`,
});

function toResult(path, message) {
  const region = { startLine: message.line ?? 1, startColumn: message.column ?? 1 };
  const location = { physicalLocation: { artifactLocation: { uri: encodeURI(path) }, region } };
  return { ruleId: message.ruleId, level: "error", message: { text: message.message }, locations: [location] };
}

const results = await eslint.lintFiles(process.argv.slice(2));
const files = results.map((one) => ({ ...one, path: relative(root, one.filePath) }));
// Without a rule it is no finding: the parser failed, or the file was ignored.
const unread = files.flatMap(({ path, messages }) =>
  messages.filter(({ ruleId }) => ruleId === null).map((it) => ({ path, ...it })),
);
const run = {
  tool: {
    driver: {
      name: "ESLint security rules",
      version: ESLint.version,
      informationUri: "https://eslint.org",
      rules: Object.entries(SEVERITIES).map(([id, score]) => ({
        id,
        properties: { "security-severity": String(score) },
      })),
    },
  },
  invocations: [
    {
      executionSuccessful: unread.length === 0,
      toolExecutionNotifications: unread.map(({ path, line, message }) => ({
        level: "error",
        message: { text: `${path}:${line ?? 1} ${message}` },
      })),
    },
  ],
  artifacts: files
    .filter(({ path }) => !unread.some((one) => one.path === path))
    .map(({ path }) => ({ location: { uri: encodeURI(path) } })),
  results: files.flatMap(({ path, messages }) =>
    messages.filter(({ ruleId }) => ruleId !== null).map((message) => toResult(path, message)),
  ),
};
const log = { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
process.stdout.write(`${JSON.stringify(log, null, 1)}\n`);
