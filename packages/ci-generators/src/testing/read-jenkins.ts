import { allMatches } from "./ci-shape.ts";
import type { CiShape, JobShape } from "./ci-shape.ts";

/** Jenkins has no page of a change to post to. */
const JENKINS_REVIEW = "./pipeline review --format jenkins --reports";

/** Reads a `Jenkinsfile` of ours back, by its indentation: each stage of the pipeline is a block of its own. */
export function readJenkins(text: string): CiShape {
  const blocks = text.split(/^ {4}(?=stage\()/m).slice(1);
  const jobs = blocks.map(readStage);
  const stages = jobs.filter(({ environment }) => environment === undefined).map(({ name }) => name);
  return { jobs: jobs.map((job) => ({ ...job, needs: needsOf(job, stages) })) };
}

/** Stages run one after the other, deployments after the last of them. */
function needsOf({ name, environment }: JobShape, stages: readonly string[]): readonly string[] {
  const before = environment === undefined ? stages[stages.indexOf(name) - 1] : stages.at(-1);
  return before === undefined ? [] : [before];
}

function readStage(text: string): JobShape {
  const one = (expression: RegExp): string | undefined => allMatches(text, expression)[0];
  const commands = allMatches(text, /\bsh '(.*)'/g);
  const command = commands.filter((one) => one !== JENKINS_REVIEW).join("\n");
  return {
    name: one(/^stage\('([^']+)'\)/g) ?? "",
    command,
    needs: [],
    branches: globsOf(text, "branch"),
    tags: globsOf(text, "tag"),
    isForPullRequests: text.includes("changeRequest()"),
    nodeVersions:
      one(/\bvalues (.+)/g)
        ?.replaceAll("'", "")
        .split(", ") ?? allMatches(text, /nodeJSInstallationName: 'node-(\S+)'/g),
    secrets: allMatches(text, /credentialsId: '([^']+)'/g).toSorted(),
    isReviewed: commands.at(-1) === JENKINS_REVIEW,
    environment: /--environment (\S+)$/.exec(command)?.[1],
    approvers: one(/\bsubmitter '([^']+)'/g)?.split(",") ?? [],
  };
}

function globsOf(text: string, kind: "branch" | "tag"): readonly string[] {
  const globs = allMatches(text, new RegExp(`\\b${kind} pattern: '([^']+)', comparator: 'GLOB'`, "g"));
  return globs.map((glob) => glob.replace(/\*\*$/, "*")).toSorted();
}
