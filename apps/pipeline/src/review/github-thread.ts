import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { callApi } from "../call-api.ts";
import type { ApiFailure, ApiRequest } from "../call-api.ts";
import type { CommentThread, FoundComment } from "./comment-thread.ts";

/** A pull request, and who asks. */
export interface GithubPull {
  /** "https://api.github.com", without a trailing slash. */
  readonly apiUrl: string;
  /** "owner/name". */
  readonly repository: string;
  readonly number: number;
  readonly token: string;
  readonly timeoutMs?: number;
}

/** Who an Actions token is; it may not ask for itself. */
const ACTIONS_AUTHOR = "github-actions[bot]";
const MOST_PAGES = 100;

interface RawComment {
  readonly id: number;
  readonly body?: string | null;
  readonly user?: { readonly login?: string } | null;
  readonly html_url?: string;
}

/** The conversation of a pull request. Source: docs.github.com, REST API, "Issue comments", version 2022-11-28. */
export function githubThread(pull: GithubPull): CommentThread {
  const comments = `${pull.apiUrl}/repos/${pull.repository}/issues`;
  const ask = (method: ApiRequest["method"], url: string, body?: unknown) =>
    callApi(requestFor(pull, { method, url, body }));
  const write = async (method: "POST" | "PATCH", url: string, body: string): Promise<Result<string, ApiFailure>> => {
    const answer = await ask(method, url, { body });
    return answer.ok ? ok((answer.value.json as RawComment).html_url ?? url) : answer;
  };
  return {
    author: async () => {
      const answer = await ask("GET", `${pull.apiUrl}/user`);
      if (answer.ok) return ok((answer.value.json as { readonly login?: string }).login ?? ACTIONS_AUTHOR);
      return answer.error.status === 403 ? ok(ACTIONS_AUTHOR) : answer;
    },
    list: () => listAll(pull, `${comments}/${pull.number}/comments?per_page=100`),
    create: (body) => write("POST", `${comments}/${pull.number}/comments`, body),
    update: (id, body) => write("PATCH", `${comments}/comments/${id}`, body),
    remove: (id) => ask("DELETE", `${comments}/comments/${id}`),
  };
}

function requestFor(
  { token, timeoutMs }: GithubPull,
  request: Pick<ApiRequest, "method" | "url" | "body">,
): ApiRequest {
  return {
    ...request,
    secret: token,
    headers: {
      authorization: `Bearer ${token}`,
      accept: "application/vnd.github+json",
      "x-github-api-version": "2022-11-28",
      "user-agent": "ecommerce-cart-pipeline",
    },
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
}

async function listAll(pull: GithubPull, firstUrl: string): Promise<Result<readonly FoundComment[], ApiFailure>> {
  const found: FoundComment[] = [];
  let url: string | undefined = firstUrl;
  for (let page = 0; url !== undefined && page < MOST_PAGES; page += 1) {
    const answer = await callApi(requestFor(pull, { method: "GET", url }));
    if (!answer.ok) return answer;
    if (!Array.isArray(answer.value.json))
      return err({ kind: "malformed", status: 200, message: `GET ${firstUrl} gave no list of comments` });
    found.push(...(answer.value.json as readonly RawComment[]).map(toComment));
    url = nextPage(answer.value.headers.get("link"), pull.apiUrl);
  }
  return ok(found);
}

function toComment({ id, body, user }: RawComment): FoundComment {
  return { id, body: body ?? "", author: user?.login ?? "" };
}

/** The next page of `link` (RFC 8288); never at another server, which would get the token. */
function nextPage(link: string | null, apiUrl: string): string | undefined {
  const url = /<([^>]+)>;\s*rel="next"/.exec(link ?? "")?.[1];
  return url !== undefined && URL.canParse(url) && new URL(url).origin === new URL(apiUrl).origin ? url : undefined;
}
