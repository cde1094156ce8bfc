import type { Environment } from "@ecommerce-cart/environments";
import type { GateFamily } from "@ecommerce-cart/pipeline-model";
import type { GateReading, History, JudgedTree, TreeScope } from "@ecommerce-cart/quality-gates";
import { readEnvironment, readEnvironments } from "../delivery/read-environment.ts";
import { readHistory } from "../git/history.ts";
import { readReport } from "./bound-report.ts";
import { digestTree, listTree, readSources } from "./judged-tree.ts";

/** Reads what gates judge from a checkout, each tree once; what an environment requires is in its file. */
export function openGateReading(rootDirectory: string, environmentName: string): GateReading {
  const { requiredGates } = readEnvironment(rootDirectory, environmentName);
  const trees = new Map<TreeScope, JudgedTree>();
  const now = new Date().toISOString();
  const today = now.slice(0, 10);
  let history: History | undefined;
  let environments: readonly Environment[] | undefined;
  return {
    report: (path) => readReport(rootDirectory, path),
    tree: (scope) => {
      const tree = trees.get(scope) ?? { treeDigest: digestTree(rootDirectory, scope), today, rootDirectory };
      trees.set(scope, tree);
      return tree;
    },
    sources: readSources(rootDirectory),
    environmentName,
    file: (path) => readReport(rootDirectory, path).text,
    paths: (scope) => listTree(rootDirectory, scope),
    history: () => (history ??= readHistory(rootDirectory)),
    now,
    isRequired: (family: GateFamily) => requiredGates.includes(family),
    requiringEnvironments: (family) =>
      (environments ??= readEnvironments(rootDirectory))
        .filter((environment) => environment.requiredGates.includes(family))
        .map(({ name }) => name),
  };
}
