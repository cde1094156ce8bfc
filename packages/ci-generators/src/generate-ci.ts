import type { CiPlan } from "./ci-plan.ts";
import type { GeneratedFile } from "./generated-file.ts";
import { githubWorkflow } from "./github/github-workflow.ts";
import { gitlabPipeline } from "./gitlab/gitlab-pipeline.ts";
import { jenkinsfile } from "./jenkins/jenkinsfile.ts";

/** Every CI's file for one plan. */
export function generateCi(plan: CiPlan): readonly GeneratedFile[] {
  return [githubWorkflow(plan), gitlabPipeline(plan), jenkinsfile(plan)];
}
