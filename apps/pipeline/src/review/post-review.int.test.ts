import { REVIEW_MARKER } from "@ecommerce-cart/code-review";
import { afterEach, expect, test } from "vitest";
import { playAnswers } from "../testing/recorded-server.ts";
import type { RecordedAnswer, RecordedServer, SeenRequest } from "../testing/recorded-server.ts";
import { postOnce } from "./comment-thread.ts";
import type { CommentThread } from "./comment-thread.ts";
import { githubThread } from "./github-thread.ts";
import { gitlabThread } from "./gitlab-thread.ts";

const TOKEN = "ghs_0123456789abcdefSECRET";
const BODY = `${REVIEW_MARKER}\n## ✔ Passed`;
const COMMENTS = "/repos/shop/cart/issues/12/comments";

let server: RecordedServer;
afterEach(() => server.close());

const FORBIDDEN = { status: 403, body: { message: "Resource not accessible by integration" } };

type Answers = Readonly<Record<string, RecordedAnswer | ((url: string) => RecordedAnswer)>>;

async function play(answers: Answers): Promise<void> {
  server = await playAnswers(({ line }, url) => {
    const answer = answers[line];
    return typeof answer === "function" ? answer(url) : answer;
  });
}

function github(change: { readonly timeoutMs?: number } = {}): CommentThread {
  return githubThread({ apiUrl: server.url, repository: "shop/cart", number: 12, token: TOKEN, ...change });
}

function comment(id: number, login = "github-actions[bot]", body = `${REVIEW_MARKER}\nold`): unknown {
  return { id, body, user: { login } };
}

function lines(): readonly string[] {
  return server.seen.map(({ line }: SeenRequest) => line);
}

test("a first review is posted, with the token of Actions, which may not ask who it is", async () => {
  await play({
    "GET /user": FORBIDDEN,
    [`GET ${COMMENTS}?per_page=100`]: { body: [comment(1, "ann")] },
    [`POST ${COMMENTS}`]: {
      status: 201,
      body: { id: 9, html_url: "https://github.com/shop/cart/pull/12#issuecomment-9" },
    },
  });
  const posted = await postOnce(github(), BODY);
  expect(posted).toEqual({
    ok: true,
    value: { how: "created", url: "https://github.com/shop/cart/pull/12#issuecomment-9", removedCount: 0 },
  });
  expect(JSON.parse(server.seen.at(-1)?.body ?? "")).toEqual({ body: BODY });
  expect(server.seen.at(-1)?.headers.authorization).toBe(`Bearer ${TOKEN}`);
});

test("an old one is found on the third page and updated; a person's that quotes the marker is left alone", async () => {
  const next = (page: number) => (url: string) => ({
    body: [comment(page, "ann")],
    headers: {
      link: `<${url}${COMMENTS}?page=1>; rel="first", <${url}${COMMENTS}?per_page=100&page=${page + 1}>; rel="next"`,
    },
  });
  await play({
    "GET /user": { body: { login: "cart-bot" } },
    [`GET ${COMMENTS}?per_page=100`]: next(1),
    [`GET ${COMMENTS}?per_page=100&page=2`]: next(2),
    [`GET ${COMMENTS}?per_page=100&page=3`]: {
      body: [comment(7, "cart-bot", `> ${REVIEW_MARKER}`), comment(8, "cart-bot")],
    },
    "PATCH /repos/shop/cart/issues/comments/8": { body: { id: 8, html_url: "u" } },
  });
  expect(await postOnce(github(), BODY)).toMatchObject({ ok: true, value: { how: "updated" } });
  expect(lines().at(-1)).toBe("PATCH /repos/shop/cart/issues/comments/8");
});

test("of two old ones the first is updated and the second goes, even where somebody was quicker", async () => {
  await play({
    "GET /user": { body: { login: "cart-bot" } },
    [`GET ${COMMENTS}?per_page=100`]: {
      body: [comment(3, "cart-bot"), comment(4, "ann"), comment(5, "cart-bot"), comment(6, "cart-bot")],
    },
    "PATCH /repos/shop/cart/issues/comments/3": { body: { id: 3, html_url: "u" } },
    "DELETE /repos/shop/cart/issues/comments/5": { status: 204 },
  });
  expect(await postOnce(github(), BODY)).toEqual({ ok: true, value: { how: "updated", url: "u", removedCount: 2 } });
  expect(lines().slice(-2)).toEqual([
    "DELETE /repos/shop/cart/issues/comments/5",
    "DELETE /repos/shop/cart/issues/comments/6",
  ]);
});

test("the next page is never asked at another server, which would get the token", async () => {
  await play({
    "GET /user": FORBIDDEN,
    [`GET ${COMMENTS}?per_page=100`]: { body: [], headers: { link: '<https://e.vil/steal>; rel="next"' } },
    [`POST ${COMMENTS}`]: { status: 201, body: { id: 1 } },
  });
  expect(await postOnce(github(), BODY)).toMatchObject({ ok: true });
});

test.each([
  [{ status: 401, body: { message: "Bad credentials" } }, "refused", "answered 401: Bad credentials"],
  [
    { ...FORBIDDEN, headers: { "retry-after": "60" } },
    "refused",
    "answered 403: Resource not accessible by integration; it asks to wait 60 s",
  ],
  [{ status: 502, body: "<html>Bad Gateway</html>" }, "answered", "answered 502: <html>Bad Gateway</html>"],
  [{ status: 301, headers: { location: "https://e.vil/" } }, "answered", "answered 301: nothing more"],
  [{ body: "<html>a proxy</html>" }, "malformed", "and not with JSON"],
  [{ body: { message: "no list" } }, "malformed", "gave no list of comments"],
  [{ status: 400, body: { message: `token ${TOKEN} is odd` } }, "answered", "token *** is odd"],
])("%j is told, without the token, and nothing is written", async (answer, kind, message) => {
  await play({ "GET /user": FORBIDDEN, [`GET ${COMMENTS}?per_page=100`]: answer });
  const posted = await postOnce(github(), BODY);
  expect(posted).toMatchObject({ ok: false, error: { kind } });
  if (!posted.ok) expect(posted.error.message).toContain(message);
  expect(JSON.stringify(posted)).not.toContain(TOKEN);
  expect(lines().every((line) => line.startsWith("GET"))).toBe(true);
});

test("a server that does not answer is given up, and one that is not there is told", async () => {
  await play({ "GET /user": { isSilent: true } });
  expect(await postOnce(github({ timeoutMs: 50 }), BODY)).toMatchObject({
    error: { kind: "no-answer", message: expect.stringContaining("got no answer within 0.05 s") as string },
  });
  const gone = githubThread({ apiUrl: "http://127.0.0.1:1", repository: "shop/cart", number: 12, token: TOKEN });
  expect(await postOnce(gone, BODY)).toMatchObject({
    error: { kind: "no-answer", message: expect.stringMatching(/did not reach the server/) as string },
  });
});

test("GitLab: pages are followed, our note is updated, another of ours goes", async () => {
  const notes = "/projects/shop%2Fcart/merge_requests/7/notes";
  const query = "per_page=100&order_by=created_at&sort=asc";
  const note = (id: number, author: number): unknown => ({ id, body: `${REVIEW_MARKER}\nold`, author: { id: author } });
  await play({
    "GET /user": { body: { id: 42 } },
    [`GET ${notes}?${query}&page=1`]: { body: [note(1, 5)], headers: { "x-next-page": "2" } },
    [`GET ${notes}?${query}&page=2`]: { body: [note(2, 42), note(3, 42)], headers: { "x-next-page": "" } },
    [`PUT ${notes}/2`]: { body: { id: 2 } },
    [`DELETE ${notes}/3`]: { status: 204 },
  });
  const thread = gitlabThread({ apiUrl: server.url, projectId: "shop/cart", iid: 7, token: TOKEN });
  expect(await postOnce(thread, BODY)).toEqual({
    ok: true,
    value: { how: "updated", url: "note 2 of merge request !7", removedCount: 1 },
  });
  expect(server.seen[0]?.headers["private-token"]).toBe(TOKEN);
  expect(lines()).toContain(`PUT ${notes}/2`);
});

test("GitLab: a token that may not ask who it is writes nothing", async () => {
  await play({ "GET /user": { status: 401, body: { message: "401 Unauthorized" } } });
  const thread = gitlabThread({ apiUrl: server.url, projectId: "3", iid: 7, token: TOKEN });
  expect(await postOnce(thread, BODY)).toMatchObject({ ok: false, error: { kind: "refused", status: 401 } });
});
