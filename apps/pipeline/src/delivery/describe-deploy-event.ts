import type { DeployEvent } from "@ecommerce-cart/deployer";
import type { RolloutAction, StepOutcome } from "@ecommerce-cart/rollout";

type Describe<Union extends { readonly type: string }, Text> = {
  readonly [Type in Union["type"]]: (value: Extract<Union, { readonly type: Type }>) => Text;
};

const ACTIONS: Describe<RolloutAction, string> = {
  "run-task": () => "migrate the database",
  stage: ({ webCount, releaseId }) => `run ${webCount} web processes of ${releaseId}`,
  "wait-until-healthy": () => "wait until healthy",
  verify: ({ route }) => (route === "addresses" ? "verify before it gets traffic" : "smoke test what serves"),
  "set-weights": () => "switch traffic",
  drain: ({ releaseId }) => `drain ${releaseId}`,
  retire: ({ releaseId }) => `retire ${releaseId}`,
  "roll-back": () => "turn round",
  wait: ({ reason }) => `wait: ${reason}`,
  finish: () => "finish",
};

const EVENTS: Describe<DeployEvent, string | undefined> = {
  "unfinished-found": ({ intent, release, plan }) =>
    `an earlier ${intent} of ${release.id} was cut off: ${plan === "resume" ? "going on with it" : "taking it back first"}`,
  "deployment-started": ({ intent, release, strategy, from }) =>
    `${intent === "deploy" ? "deploying" : "rolling back to"} ${release.id} (${strategy})${from === undefined ? "" : `, ${from.id} serves`}`,
  "step-started": () => undefined,
  "step-finished": ({ action, outcome, durationMs }) =>
    `${describeAction(action)}: ${describeOutcome(outcome)} in ${durationMs.toFixed(0)} ms`,
  "traffic-switched": ({ shares, durationMs }) =>
    `traffic: ${shares.map((share) => `${share.releaseId} ${share.percent} %`).join(", ")} after ${durationMs.toFixed(0)} ms`,
  "rolling-back": ({ reason }) => `going back: ${reason.detail}`,
  "deployment-finished": () => undefined,
};

/** An event of a deployment as one line for people; undefined where it says nothing new. */
export function describeDeployEvent(event: DeployEvent): string | undefined {
  const describe = EVENTS[event.type] as (event: DeployEvent) => string | undefined;
  return describe(event);
}

function describeAction(action: RolloutAction): string {
  const describe = ACTIONS[action.type] as (action: RolloutAction) => string;
  return describe(action);
}

function describeOutcome(outcome: StepOutcome): string {
  return "detail" in outcome ? `${outcome.kind} (${outcome.detail})` : outcome.kind;
}
