import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { isAlias, LineCounter, parseDocument } from "yaml";
import type { Document } from "yaml";
import { readEnvironment } from "./environment-reader.ts";
import { ENVIRONMENT_RULES } from "./environment-rules.ts";
import type { Environment, EnvironmentProblem } from "./environment.ts";
import { findSecrets } from "./find-secrets.ts";
import { Section } from "./section.ts";
import type { Notebook, PlacedProblem } from "./section.ts";

/**
 * Reads an environment's file. `fileName` names it in problems, and gives the name that it must state.
 * Gives the environment, or every problem at once, in the order of the text; no message holds a secret.
 * Rules between keys are checked once each key is right. Example of a problem:
 * `{ path: "rollout.web_count", line: 18, column: 14, message: "0 does not fit: give a whole number from 1 to 16" }`.
 */
export function parseEnvironment(text: string, fileName: string): Result<Environment, readonly EnvironmentProblem[]> {
  const lines = new LineCounter();
  // Its own messages quote the text, which may hold a secret.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const secrets = findSecrets(text).map(({ offset, looksLike }) => ({
    path: "",
    offset,
    message: `looks like ${looksLike}: keep secrets out of files, name a variable ({ from_variable: DATABASE_URL })`,
  }));
  const read = readDocument(document, fileName);
  const problems = [...secrets, ...read.problems].sort((a, b) => a.offset - b.offset);
  if (problems.length === 0) return ok(read.environment);
  return err(
    problems.map(({ path, offset, message }) => {
      const { line, col } = lines.linePos(offset);
      return { fileName, path, line: Math.max(1, line), column: Math.max(1, col), message };
    }),
  );
}

/** One problem as a line for people. Example: "environments/staging.yaml:12:3 rollout.web_count: is missing". */
export function describeEnvironmentProblem(problem: EnvironmentProblem): string {
  const { fileName, line, column, path, message } = problem;
  return `${fileName}:${line}:${column} ${path === "" ? "" : `${path}: `}${message}`;
}

function readDocument(
  document: Document.Parsed,
  fileName: string,
): { readonly environment: Environment; readonly problems: readonly PlacedProblem[] } {
  const notebook: Notebook = {
    problems: [],
    offsets: new Map(),
    resolve: (node) => (isAlias(node) ? node.resolve(document) : node),
  };
  const environment = readEnvironment(new Section(document.contents, "", notebook));
  // A text that is no YAML has no keys to miss.
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({ path: "", offset: error.pos[0], message: notYaml(error.code) }));
    return { environment, problems };
  }
  if (notebook.problems.length > 0) return { environment, problems: notebook.problems };
  const broken = ENVIRONMENT_RULES.flatMap((rule) => rule(environment, fileName));
  const problems = broken.map((rule) => ({ ...rule, offset: notebook.offsets.get(rule.path) ?? 0 }));
  return { environment, problems };
}

/** The parser's code as words: "DUPLICATE_KEY" gives "is no valid YAML: duplicate key". */
function notYaml(code: string): string {
  return `is no valid YAML: ${code.toLowerCase().replaceAll("_", " ")}`;
}
