import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { callApi } from "../call-api.ts";
import type { ApiFailure, ApiRequest } from "../call-api.ts";
import type { CommentThread, FoundComment } from "./comment-thread.ts";

/** A merge request, and who asks. */
export interface GitlabMergeRequest {
  /** "https://gitlab.com/api/v4", without a trailing slash. */
  readonly apiUrl: string;
  readonly projectId: string;
  /** Its number within the project. */
  readonly iid: number;
  readonly token: string;
  readonly timeoutMs?: number;
}

const MOST_PAGES = 100;

interface RawNote {
  readonly id: number;
  readonly body?: string;
  readonly author?: { readonly id?: number };
}

/** The notes of a merge request. Source: docs.gitlab.com, REST API, "Notes", "Users". */
export function gitlabThread(request: GitlabMergeRequest): CommentThread {
  const { apiUrl, projectId, iid } = request;
  const notes = `${apiUrl}/projects/${encodeURIComponent(projectId)}/merge_requests/${iid}/notes`;
  const write = async (method: "POST" | "PUT", url: string, body: string): Promise<Result<string, ApiFailure>> => {
    const answer = await ask(request, { method, url, body: { body } });
    return answer.ok ? ok(`note ${(answer.value.json as RawNote).id} of merge request !${iid}`) : answer;
  };
  return {
    author: async () => {
      const answer = await ask(request, { method: "GET", url: `${apiUrl}/user` });
      return answer.ok ? ok(String((answer.value.json as { readonly id?: number }).id ?? "")) : answer;
    },
    list: () => listAll(request, `${notes}?per_page=100&order_by=created_at&sort=asc`),
    create: (body) => write("POST", notes, body),
    update: (id, body) => write("PUT", `${notes}/${id}`, body),
    remove: (id) => ask(request, { method: "DELETE", url: `${notes}/${id}` }),
  };
}

function ask({ token, timeoutMs }: GitlabMergeRequest, request: Pick<ApiRequest, "method" | "url" | "body">) {
  return callApi({
    ...request,
    secret: token,
    headers: { "private-token": token, accept: "application/json" },
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
}

async function listAll(
  request: GitlabMergeRequest,
  firstUrl: string,
): Promise<Result<readonly FoundComment[], ApiFailure>> {
  const found: FoundComment[] = [];
  for (let page: string | null = "1", count = 0; page !== null && page !== "" && count < MOST_PAGES; count += 1) {
    const answer: Awaited<ReturnType<typeof ask>> = await ask(request, {
      method: "GET",
      url: `${firstUrl}&page=${encodeURIComponent(page)}`,
    });
    if (!answer.ok) return answer;
    if (!Array.isArray(answer.value.json))
      return err({ kind: "malformed", status: 200, message: `GET ${firstUrl} gave no list of notes` });
    found.push(...(answer.value.json as readonly RawNote[]).map(toComment));
    page = answer.value.headers.get("x-next-page");
  }
  return ok(found);
}

function toComment({ id, body = "", author }: RawNote): FoundComment {
  return { id, body, author: String(author?.id ?? "nobody") };
}
