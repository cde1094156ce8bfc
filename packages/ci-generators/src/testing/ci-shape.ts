import type { CiPlan } from "../ci-plan.ts";

/** What all CIs must agree about, as read back from one of their files. */
export interface CiShape {
  readonly jobs: readonly JobShape[];
}

/** One job; lists are sorted, so that only what is said counts. */
export interface JobShape {
  readonly name: string;
  readonly command: string;
  readonly needs: readonly string[];
  readonly branches: readonly string[];
  readonly tags: readonly string[];
  readonly isForPullRequests: boolean;
  readonly nodeVersions: readonly string[];
  readonly secrets: readonly string[];
  /** What it runs last, however it ended. */
  readonly isReviewed: boolean;
  readonly environment: string | undefined;
  readonly approvers: readonly string[];
}

/** The shape that the plan asks for. */
export function shapeOf(plan: CiPlan): CiShape {
  return {
    jobs: plan.jobs.map(({ name, command, needs, condition, nodeVersions, secrets, isReviewed, deployment }) => ({
      name,
      command,
      needs: needs.toSorted(),
      branches: condition.branches.toSorted(),
      tags: condition.tags.toSorted(),
      isForPullRequests: condition.isForPullRequests,
      nodeVersions,
      secrets: secrets.toSorted(),
      isReviewed,
      environment: deployment?.environment,
      approvers: deployment?.approvers ?? [],
    })),
  };
}

/** Every match of the first group. */
export function allMatches(text: string, expression: RegExp): readonly string[] {
  return [...text.matchAll(expression)].map(([, group = ""]) => group);
}
