import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { REVIEW_MARKER } from "@ecommerce-cart/code-review";
import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from "vitest";
import { playAnswers } from "../src/testing/recorded-server.ts";
import { makeWorkspace } from "./workspace.ts";
import type { Workspace } from "./workspace.ts";

let workspace: Workspace;
const folder = mkdtempSync(join(tmpdir(), "review-"));

beforeAll(async () => {
  workspace = await makeWorkspace(inject("postgresUrl"));
  const noRun = await workspace.run("review");
  expect(noRun.exitCode).toBe(2);
  expect(noRun.output).toContain("`./pipeline run` first");
  workspace.git("switch", "--quiet", "--create", "feature/US-1-x");
  workspace.write("apps/shop/migrations/0002_x.sql", "-- x\nALTER TABLE a DROP COLUMN b;\n");
  workspace.write("src/|`<b>@ann.txt", "x\n");
  workspace.git("mv", "src/cart.txt", "src/basket.txt");
  workspace.git("add", ".");
  workspace.git("commit", "--quiet", "--message", "feat(cart): move the cart");
  await workspace.run("run", "build");
});

afterEach(() => vi.unstubAllEnvs());

afterAll(() => {
  workspace.remove();
  rmSync(folder, { recursive: true });
});

/** As GitHub Actions has it; the fork's repository is another. */
function onGithub(apiUrl: string, head: string): Readonly<Record<string, string>> {
  const event = join(folder, "event.json");
  writeFileSync(
    event,
    JSON.stringify({
      pull_request: { number: 12, head: { repo: { full_name: head } }, base: { repo: { full_name: "shop/cart" } } },
    }),
  );
  return { GITHUB_ACTIONS: "true", GITHUB_EVENT_PATH: event, GITHUB_REPOSITORY: "shop/cart", GITHUB_API_URL: apiUrl };
}

function stub(variables: Readonly<Record<string, string>>): void {
  for (const name of ["GITHUB_ACTIONS", "GITHUB_REF", "GITHUB_TOKEN", "GITHUB_BASE_REF", "GITLAB_CI", "JENKINS_URL"])
    vi.stubEnv(name, variables[name]);
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
}

test("without a CI the comment is printed: verdict, change, migration", async () => {
  stub({});
  const { output, exitCode } = await workspace.run("review");
  expect(exitCode).toBe(0);
  expect(output.startsWith(REVIEW_MARKER)).toBe(true);
  expect(output).toContain("## ✘ Failed");
  expect(output).toMatch(/\*\*risk high\*\*\. 3 files, \+3 −0 lines, 1 moved, compared with `main at [0-9a-f]{7}`/);
  expect(output).toContain("`apps/shop/migrations/0002_x.sql:2` **contract**");
  expect(output).toContain("`` src/\\|`<b>@ann.txt ``");
});

test("each CI gets its own form, told by its variables or by name", async () => {
  stub({ GITHUB_ACTIONS: "true" });
  expect((await workspace.run("review")).output).toMatch(/^::error title=build \/ compile::/m);
  stub({ GITLAB_CI: "true" });
  expect(JSON.parse((await workspace.run("review")).output)).toMatchObject([{ check_name: "build / compile" }]);
  stub({});
  expect((await workspace.run("review", "--format", "jenkins")).output).toMatch(
    /^pipeline\.ts:1: error: .*\[build \/ compile\]$/m,
  );
  expect((await workspace.run("review", "--format", "junit")).output).toContain(
    '<testsuite name="build" tests="1" failures="1"',
  );
  const wrong = await workspace.run("review", "--format", "html");
  expect(wrong.exitCode).toBe(2);
  expect(wrong.output).toContain("choose github, gitlab, jenkins, junit, markdown");
});

test("with --reports, what CIs show on their own pages is written too", async () => {
  stub({});
  await workspace.run("review");
  expect(existsSync(join(workspace.rootDirectory, "reports/pipeline.junit.xml"))).toBe(false);
  await workspace.run("review", "--reports");
  const read = (path: string) => readFileSync(join(workspace.rootDirectory, "reports", path), "utf8");
  expect(JSON.parse(read("code-quality.json"))).toMatchObject([{ check_name: "build / compile" }]);
  expect(read("pipeline.junit.xml")).toContain('<testsuite name="build" tests="1" failures="1"');
});

test("a fork without a token is told and stops nothing, unless posting is a must", async () => {
  stub(onGithub("http://127.0.0.1:1", "fork/cart"));
  const said = await workspace.run("review", "--post");
  expect(said.output).toContain(
    "the review was not posted: GITHUB_TOKEN is not set: changes from forks get no secret.",
  );
  expect(said.exitCode).toBe(0);
  expect((await workspace.run("review", "--must-post")).exitCode).toBe(1);
});

test("a token that may only read: a fork goes on, our own branch fails with the permission that is missing", async () => {
  const server = await playAnswers(({ line }) =>
    line.startsWith("GET /repos")
      ? { body: [] }
      : { status: 403, body: { message: "Resource not accessible by integration" } },
  );
  stub({ ...onGithub(server.url, "fork/cart"), GITHUB_TOKEN: "secret-token" });
  const fork = await workspace.run("review", "--post");
  stub({ ...onGithub(server.url, "shop/cart"), GITHUB_TOKEN: "secret-token" });
  const own = await workspace.run("review", "--post");
  await server.close();
  expect([fork.exitCode, own.exitCode]).toEqual([0, 1]);
  expect(fork.output).toContain("changes from forks get a token that may only read");
  expect(own.output).toContain("pull-requests: write");
  expect(fork.output + own.output).not.toContain("secret-token");
});

test("a review is posted and its address told; a push that is for no pull request posts nothing", async () => {
  const server = await playAnswers(({ line }) =>
    line.startsWith("POST ")
      ? { status: 201, body: { id: 1, html_url: "https://github.com/shop/cart/pull/12#c1" } }
      : { body: [] },
  );
  stub({ ...onGithub(server.url, "shop/cart"), GITHUB_TOKEN: "secret-token" });
  expect((await workspace.run("review", "--post")).output).toContain(
    "review created: https://github.com/shop/cart/pull/12#c1",
  );
  await server.close();
  stub({ GITHUB_ACTIONS: "true", GITHUB_REF: "refs/heads/main", GITHUB_EVENT_PATH: "" });
  const push = await workspace.run("review", "--post");
  expect(push.output).toContain("this run is for no pull request");
  expect(push.exitCode).toBe(0);
});

test("a run of an older commit says so", async () => {
  stub({});
  workspace.git("commit", "--quiet", "--allow-empty", "--message", "feat(cart): more");
  const { output } = await workspace.run("review");
  workspace.git("reset", "--quiet", "--hard", "HEAD~1");
  expect(output).toContain("**Of another commit:**");
});

test("a run is found by its id, and no path leads out of the runs", async () => {
  stub({});
  expect((await workspace.run("review", "--run", "../../x")).output).toContain('there is no run "../../x"');
});
