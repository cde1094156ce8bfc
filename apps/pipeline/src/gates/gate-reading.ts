import type { GateFamily } from "@ecommerce-cart/pipeline-model";
import type { GateReading, JudgedTree, TreeScope } from "@ecommerce-cart/quality-gates";
import { readEnvironment } from "../delivery/read-environment.ts";
import { readReport } from "./bound-report.ts";
import { digestTree, readSources } from "./judged-tree.ts";

/** Reads what gates judge from a checkout, each tree once; what an environment requires is in its file. */
export function openGateReading(rootDirectory: string, environmentName: string): GateReading {
  const { requiredGates } = readEnvironment(rootDirectory, environmentName);
  const trees = new Map<TreeScope, JudgedTree>();
  const today = new Date().toISOString().slice(0, 10);
  return {
    report: (path) => readReport(rootDirectory, path),
    tree: (scope) => {
      const tree = trees.get(scope) ?? { treeDigest: digestTree(rootDirectory, scope), today, rootDirectory };
      trees.set(scope, tree);
      return tree;
    },
    sources: readSources(rootDirectory),
    environmentName,
    isRequired: (family: GateFamily) => requiredGates.includes(family),
  };
}
