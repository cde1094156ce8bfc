import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { isAlias, isScalar, LineCounter, parseAllDocuments, visit } from "yaml";
import type { Document, Node, Pair } from "yaml";

/** One plain value of a YAML file, with the keys that lead to it. */
export interface YamlScalar {
  /** Numbers of lists are left out: ["jobs", "build", "steps", "uses"]. */
  readonly keys: readonly string[];
  readonly text: string;
  /** 1-based. */
  readonly line: number;
}

/** A YAML file as rules look at it. */
export interface YamlFile {
  readonly scalars: readonly YamlScalar[];
  /** The top of each document, aliases resolved. */
  readonly documents: readonly unknown[];
}

type Ancestors = readonly (Document | Node | Pair)[];

function keysOf(ancestors: Ancestors): readonly string[] {
  return ancestors.flatMap((one) => ("key" in one && isScalar(one.key) ? [String(one.key.value)] : []));
}

/** Every scalar of a file, each where it is written, and its documents. The failure is a phrase for people. */
export function readYaml(text: string): Result<YamlFile, string> {
  const lineCounter = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter });
  if (!Array.isArray(documents) || documents.length === 0) return err("is empty");
  const error = documents.flatMap((document) => document.errors)[0];
  if (error !== undefined) return err(`is no YAML: ${error.message.split("\n")[0]}`);
  const scalars: YamlScalar[] = [];
  for (const document of documents)
    visit(document, {
      Scalar: (key, node, path) => {
        if (key === "key") return;
        const offset = node.range?.[0] ?? 0;
        scalars.push({ keys: keysOf(path), text: String(node.value ?? ""), line: lineCounter.linePos(offset).line });
      },
      Alias: (_key, node, path) => {
        const target = document.contents === null || !isAlias(node) ? undefined : node.resolve(document);
        if (isScalar(target))
          scalars.push({
            keys: keysOf(path),
            text: String(target.value ?? ""),
            line: lineCounter.linePos(node.range?.[0] ?? 0).line,
          });
      },
    });
  return ok({ scalars, documents: documents.map((document) => document.toJS() as unknown) });
}
