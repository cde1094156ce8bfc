import { join } from "node:path";
import { chooseBaseline } from "@ecommerce-cart/load-test";
import { NO_RELEASE_BEFORE } from "@ecommerce-cart/quality-gates";
import type { Release } from "@ecommerce-cart/release";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { FileStateStore } from "@ecommerce-cart/state-store";
import { buildTaggedRelease } from "./build-tagged-release.ts";
import type { BuildContext } from "./build-tagged-release.ts";
import { findReleaseTag } from "./release-tag.ts";

/**
 * The release that a candidate is compared with; the last of git's history is built where this machine does not hold it,
 * and is kept. The error is why there is none.
 */
export async function findBaseline(
  context: BuildContext,
  candidate: Pick<Release, "digest">,
): Promise<Result<Release, string>> {
  const { rootDirectory } = context;
  const store = new FileStateStore(join(rootDirectory, ".data"));
  const releases = await store.listReleases();
  if (!releases.ok) return err(`the releases before cannot be read: ${releases.error.path} ${releases.error.detail}`);
  const tag = await findReleaseTag(rootDirectory);
  if (!tag.ok) return tag;
  const choice = chooseBaseline(releases.value, candidate.digest, tag.value);
  if (choice.kind === "none") return err(NO_RELEASE_BEFORE);
  if (choice.kind === "release") return ok(choice.release);
  const built = await buildTaggedRelease(context, choice.tag);
  if (!built.ok) return err(`the release before, ${choice.tag}, could not be built: ${built.error}`);
  const saved = await store.saveRelease(built.value);
  if (!saved.ok && saved.error.kind === "damaged-file") return err(`${saved.error.path}: ${saved.error.detail}`);
  return built;
}
