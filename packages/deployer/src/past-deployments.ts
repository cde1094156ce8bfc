import type { PastDeployment } from "@ecommerce-cart/rollout";
import type { DeploymentRow } from "@ecommerce-cart/state-store";

/** A history as the rollout decisions read it, oldest first. */
export function pastDeployments(rows: readonly DeploymentRow[]): readonly PastDeployment[] {
  return rows.map((row) => ({
    intent: row.intent,
    to: row.release,
    isCompleted: row.outcome === "deployed" || row.outcome === "rolled-back",
  }));
}
