import type { ServiceName } from "@ecommerce-cart/pipeline-model";

/** What a CI is told beyond the pipeline itself, as data in `pipeline.ts`. */
export interface CiSettings {
  /** The first is the one that packages and deploys; stages of `matrixStages` run on all. Example: ["24", "26"]. */
  readonly nodeVersions: readonly string[];
  /** Stages that run on every Node version. */
  readonly matrixStages: readonly string[];
  /** The last stage of a pull request (merge request, change request). */
  readonly pullRequestUntil: string;
  readonly releases: ReleaseTags;
  /** Of one stage or deployment, in minutes. */
  readonly timeoutMinutes: number;
  /** How long reports and run folders are kept, in days. */
  readonly artifactDays: number;
  /** Debian packages that a stage needs beyond Node, where it runs in a container of Node's; elsewhere the machine has them. */
  readonly containerPackages: Readonly<Record<string, readonly string[]>>;
  /** What is published, by the stage that makes it. */
  readonly publish: readonly PublishedReport[];
  /** Containers that stand for services where a CI starts containers; elsewhere the pipeline starts its own. */
  readonly serviceImages: Readonly<Partial<Record<ServiceName, ServiceImage>>>;
}

/** What a tag that marks a release starts. */
export interface ReleaseTags {
  /** Forms of their names, "*" at the end for any text. */
  readonly tags: readonly string[];
  /** The last stage that they run. */
  readonly until: string;
  /** The environment whose rules and gates those stages are held to. */
  readonly judgedAs: string;
}

/** A report for the CI's own pages, relative to the root. */
export interface PublishedReport {
  readonly stage: string;
  readonly kind: "lcov" | "cobertura" | "sarif" | "junit";
  readonly path: string;
}

/** A container image, by version and digest where that is known. */
export interface ServiceImage {
  /** "postgres:18.1". */
  readonly image: string;
  readonly port: number;
  /** Exits with 0 once the service answers. */
  readonly healthCommand: string;
  /** Variables of the container; nothing secret. */
  readonly variables: Readonly<Record<string, string>>;
  /** What jobs read, with HOST for where it runs: `{ DATABASE_URL: "postgres://postgres@HOST:5432/postgres" }`. */
  readonly provides: Readonly<Record<string, string>>;
}
