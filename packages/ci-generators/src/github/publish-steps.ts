import type { CiJob } from "../ci-plan.ts";
import type { PublishedReport } from "../ci-settings.ts";
import { PINNED_ACTIONS } from "../pinned-actions.ts";

/** A step of a workflow's job. */
export type Step = Readonly<Record<string, unknown>>;

const IS_NO_FORK =
  "github.event_name != 'pull_request' || github.event.pull_request.head.repo.full_name == github.repository";

/** Uploads for GitHub's own pages and for Codecov, where there is a report; a fork's token may not. */
export function publishSteps({ publish }: CiJob): readonly Step[] {
  return publish.flatMap((report) => {
    const step = PUBLISHERS[report.kind]?.(report);
    return step === undefined ? [] : [{ if: conditionFor(report), ...step }];
  });
}

function conditionFor({ path }: PublishedReport): string {
  return `always() && hashFiles('${path}') != '' && (${IS_NO_FORK})`;
}

const PUBLISHERS: Readonly<Partial<Record<PublishedReport["kind"], (report: PublishedReport) => Step>>> = {
  sarif: ({ path }) => ({
    uses: PINNED_ACTIONS.uploadSarif.uses,
    with: { sarif_file: path, category: path.replace(/^.*\/|\.sarif$/g, "") },
  }),
  lcov: ({ path }) => ({
    uses: PINNED_ACTIONS.codecov.uses,
    with: { files: path, disable_search: true, token: "${{ secrets.CODECOV_TOKEN }}", fail_ci_if_error: false },
  }),
};
