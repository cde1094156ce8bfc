import type { FastifyError } from "fastify";
import type { InputError } from "../problems/problem.ts";

type Validation = NonNullable<FastifyError["validation"]>;

const PARTS: Readonly<Record<string, InputError["in"]>> = { querystring: "query", params: "path", headers: "header" };

/** Names each field that a schema refused: one entry per field, the first thing wrong with it. */
export function describeInvalidInput(validation: Validation, context: string | undefined): readonly InputError[] {
  const part = PARTS[context ?? "body"];
  const errors = validation.flatMap((problem) =>
    pointersOf(problem).map((pointer) => ({
      pointer,
      detail: detailOf(problem),
      ...(part === undefined ? {} : { in: part }),
    })),
  );
  const firsts = new Map(errors.toReversed().map((error) => [error.pointer, error]));
  return [...firsts.values()].toReversed();
}

function pointersOf({ keyword, instancePath, params }: Validation[number]): readonly string[] {
  const missing = keyword === "required" ? params["requiredProperties"] : undefined;
  if (!Array.isArray(missing)) return [`#${instancePath}`];
  return missing.map((property) => `#${instancePath}/${String(property)}`);
}

function detailOf({ keyword, message }: Validation[number]): string {
  return keyword === "required" ? "is missing" : (message ?? "is not valid");
}
