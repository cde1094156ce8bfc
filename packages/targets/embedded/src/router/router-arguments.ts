import { parseArgs } from "node:util";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { parsePolicy } from "./router-policy.ts";
import type { RouterPolicy } from "./router-policy.ts";

/** How a router process is started. */
export interface RouterArguments {
  /** Address to serve the shop on, default 127.0.0.1. */
  readonly host: string;
  /** Port to serve the shop on, default 3000; 0 takes a free one. */
  readonly port: number;
  /** Port of the control API on 127.0.0.1, default 0. */
  readonly controlPort: number;
  readonly stateFile: string;
  readonly routesFile: string;
  readonly policy: RouterPolicy;
}

/**
 * Reads `--state-file PATH --routes-file PATH [--host H] [--port N] [--control-port N] [--policy JSON]`.
 * Returns every problem; an unknown option is one.
 */
export function parseArguments(args: readonly string[]): Result<RouterArguments, readonly string[]> {
  try {
    const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: true });
    const policy = parsePolicy(JSON.parse(values.policy));
    const problems = [
      ...(values["state-file"] === "" ? ["--state-file: expected a path"] : []),
      ...(values["routes-file"] === "" ? ["--routes-file: expected a path"] : []),
      ...(["port", "control-port"] as const)
        .filter((name) => !isPort(values[name]))
        .map((name) => `--${name}: expected 0 to 65535`),
      ...(policy.ok ? [] : policy.error),
    ];
    if (problems.length > 0 || !policy.ok) return err(problems);
    return ok({
      host: values.host,
      port: Number(values.port),
      controlPort: Number(values["control-port"]),
      stateFile: values["state-file"],
      routesFile: values["routes-file"],
      policy: policy.value,
    });
  } catch (error) {
    return err([error instanceof Error ? error.message : String(error)]);
  }
}

const OPTIONS = {
  host: { type: "string", default: "127.0.0.1" },
  port: { type: "string", default: "3000" },
  "control-port": { type: "string", default: "0" },
  "state-file": { type: "string", default: "" },
  "routes-file": { type: "string", default: "" },
  policy: { type: "string", default: "{}" },
} as const;

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535;
}
