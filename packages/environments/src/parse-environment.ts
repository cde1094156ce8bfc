import { err } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import type { Environment, EnvironmentProblem } from "./environment.ts";

export function parseEnvironment(_text: string, fileName: string): Result<Environment, readonly EnvironmentProblem[]> {
  return err([{ fileName, path: "", line: 1, column: 1, message: "not read yet" }]);
}
