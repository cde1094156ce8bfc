import type { FencingToken, ReleaseTask, Target, TargetFailure } from "@ecommerce-cart/deployer";
import type { Release } from "@ecommerce-cart/release";
import type { Result } from "@ecommerce-cart/result";

/** A target whose database gets the release's mock data right after its migrations; seeding twice changes nothing. */
export function withSeeding(target: Target): Target {
  const runTask = async (
    release: Release,
    task: ReleaseTask,
    token: FencingToken,
  ): Promise<Result<string, TargetFailure>> => {
    const done = await target.runTask(release, task, token);
    return done.ok && task === "migrate" ? target.runTask(release, "seed", token) : done;
  };
  return {
    current: () => target.current(),
    stage: (...args) => target.stage(...args),
    waitUntilHealthy: (...args) => target.waitUntilHealthy(...args),
    setWeights: (...args) => target.setWeights(...args),
    drain: (...args) => target.drain(...args),
    retire: (...args) => target.retire(...args),
    runTask,
    logs: (...args) => target.logs(...args),
  };
}
