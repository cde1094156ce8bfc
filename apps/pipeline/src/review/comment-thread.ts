import { REVIEW_MARKER } from "@ecommerce-cart/code-review";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import type { ApiFailure } from "../call-api.ts";

/** A comment as its forge tells it. */
export interface FoundComment {
  readonly id: number;
  readonly body: string;
  readonly author: string;
}

/** The comments under one change, at a forge. */
export interface CommentThread {
  /** Whose comments are ours. */
  readonly author: () => Promise<Result<string, ApiFailure>>;
  /** Every one, oldest first. */
  readonly list: () => Promise<Result<readonly FoundComment[], ApiFailure>>;
  readonly create: (body: string) => Promise<Result<string, ApiFailure>>;
  /** The address of what was written. */
  readonly update: (id: number, body: string) => Promise<Result<string, ApiFailure>>;
  readonly remove: (id: number) => Promise<Result<unknown, ApiFailure>>;
}

/** What came of it. */
export interface PostedComment {
  readonly how: "created" | "updated";
  readonly url: string;
  /** Older ones of ours that are gone now. */
  readonly removedCount: number;
}

/**
 * Writes our one comment: the oldest of ours with the marker is updated, others of ours with it are removed, and only where
 * there is none a new one is made. What others wrote is never touched, even where it quotes the marker.
 */
export async function postOnce(thread: CommentThread, body: string): Promise<Result<PostedComment, ApiFailure>> {
  const author = await thread.author();
  if (!author.ok) return author;
  const all = await thread.list();
  if (!all.ok) return all;
  const [first, ...others] = all.value.filter(
    (one) => one.author === author.value && one.body.startsWith(REVIEW_MARKER),
  );
  const written = first === undefined ? await thread.create(body) : await thread.update(first.id, body);
  if (!written.ok) return written;
  for (const { id } of others) {
    const removed = await thread.remove(id);
    if (!removed.ok && removed.error.status !== 404) return err(removed.error);
  }
  return ok({ how: first === undefined ? "created" : "updated", url: written.value, removedCount: others.length });
}
