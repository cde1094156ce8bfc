import { isJsonObject } from "../malformed-report.ts";
import type { Finding, Severity } from "./finding.ts";
import type { YamlFile, YamlScalar } from "./yaml-scalars.ts";

/** A rule over a file of a CI provider: what it finds wrong. */
type Rule = (path: string, file: YamlFile) => readonly Finding[];

const FULL_COMMIT = /@[0-9a-f]{40}$/;
const IMAGE_DIGEST = /@sha256:[0-9a-f]{64}$/;
/** What whoever opens an issue or a pull request can choose. */
const UNTRUSTED = /\$\{\{[^}]*\bgithub\.(?:event\b|head_ref\b)[^}]*\}\}/;
const HEAD_OF_PULL_REQUEST = /github\.(?:event\.pull_request\.head|head_ref)|refs\/pull\//;
const PIPED_INTO_SHELL = /\b(?:curl|wget)\b[^\n|;]*\|\s*(?:sudo\s+)?(?:ba|z|da)?sh\b/;

function last({ keys }: YamlScalar): string {
  return keys.at(-1) ?? "";
}

function isCodeRun(scalar: YamlScalar): boolean {
  return ["run", "script", "before_script", "after_script"].includes(last(scalar));
}

interface Mistake {
  readonly id: string;
  readonly severity: Severity;
  readonly title: (text: string) => string;
  readonly isMistake: (scalar: YamlScalar) => boolean;
}

function each({ id, severity, title, isMistake }: Mistake): Rule {
  return (path, { scalars }) =>
    scalars.filter(isMistake).map((scalar) => ({
      id,
      severity,
      file: path,
      line: scalar.line,
      title: title(scalar.text.split("\n")[0] ?? ""),
    }));
}

function isUnpinnedUse(scalar: YamlScalar): boolean {
  if (last(scalar) !== "uses" || scalar.text.startsWith("./")) return false;
  return scalar.text.startsWith("docker://") ? !IMAGE_DIGEST.test(scalar.text) : !FULL_COMMIT.test(scalar.text);
}

/** Where providers name images: by keys, from the last on. */
function isImageKey([key = "", parent = ""]: readonly string[], depth: number): boolean {
  if (key === "image" || key === "container") return true;
  return key === "name" ? parent === "image" || parent === "services" : key === "services" && depth <= 2;
}

function isImage({ keys, text }: YamlScalar): boolean {
  return text !== "" && isImageKey(keys.toReversed(), keys.length);
}

/** What holds for the whole of a GitHub workflow. */
function wholeWorkflow(path: string, { documents }: YamlFile): readonly Finding[] {
  const workflow = isJsonObject(documents[0]) ? documents[0] : {};
  const permissions = workflow["permissions"];
  const finding = (id: string, severity: Severity, title: string): Finding => ({
    id,
    severity,
    file: path,
    line: 1,
    title,
  });
  if (permissions === undefined)
    return [
      finding(
        "no-permissions",
        "high",
        "no top-level permissions: the token may do whatever the repository's default says",
      ),
    ];
  if (permissions === "write-all") return [finding("write-all", "critical", "the token may write everything")];
  const written = isJsonObject(permissions) ? Object.entries(permissions).filter(([, level]) => level === "write") : [];
  return written.map(([name]) =>
    finding("top-level-write", "high", `every job may write ${name}: give it to the job that needs it`),
  );
}

function permissionsOfJobs(path: string, { scalars }: YamlFile): readonly Finding[] {
  const isAll = ({ keys, text }: YamlScalar): boolean =>
    keys.length === 3 && keys[2] === "permissions" && text === "write-all";
  return scalars.filter(isAll).map(({ line }) => ({
    id: "write-all",
    severity: "critical",
    file: path,
    line,
    title: "the job's token may write everything",
  }));
}

function targetOfPullRequest(path: string, { documents, scalars }: YamlFile): readonly Finding[] {
  const workflow = isJsonObject(documents[0]) ? documents[0] : {};
  if (!/\bpull_request_target\b|\bworkflow_run\b/.test(JSON.stringify(workflow["on"] ?? workflow["true"] ?? "")))
    return [];
  return scalars
    .filter((scalar) => last(scalar) === "ref" && HEAD_OF_PULL_REQUEST.test(scalar.text))
    .map(({ line }) => ({
      id: "untrusted-checkout",
      severity: "critical",
      file: path,
      line,
      title: "a stranger's code is checked out where the token can write and secrets are known",
    }));
}

const ANY_PROVIDER: readonly Rule[] = [
  each({
    id: "unpinned-image",
    severity: "high",
    title: (text) => `image ${text} is not named by digest`,
    isMistake: (scalar) => isImage(scalar) && !IMAGE_DIGEST.test(scalar.text),
  }),
  each({
    id: "piped-into-shell",
    severity: "high",
    title: () => "what is downloaded is run unseen",
    isMistake: (scalar) => isCodeRun(scalar) && PIPED_INTO_SHELL.test(scalar.text),
  }),
];

const GITHUB: readonly Rule[] = [
  ...ANY_PROVIDER,
  wholeWorkflow,
  permissionsOfJobs,
  targetOfPullRequest,
  each({
    id: "unpinned-action",
    severity: "high",
    title: (text) => `${text} is not named by a full commit`,
    isMistake: isUnpinnedUse,
  }),
  each({
    id: "script-injection",
    severity: "critical",
    title: (text) => `text that strangers choose becomes code: ${text.slice(0, 80)}`,
    isMistake: (scalar) => isCodeRun(scalar) && UNTRUSTED.test(scalar.text),
  }),
  each({
    id: "inherited-secrets",
    severity: "medium",
    title: () => "every secret is handed over: name the ones that are needed",
    isMistake: (scalar) => last(scalar) === "secrets" && scalar.text === "inherit",
  }),
];

/** A composite action has no token of its own. */
const ACTION: readonly Rule[] = GITHUB.filter((rule) => rule !== wholeWorkflow);

const GITLAB: readonly Rule[] = [
  ...ANY_PROVIDER,
  each({
    id: "remote-include",
    severity: "high",
    title: (text) => `${text} is included from elsewhere, as it may be tomorrow`,
    isMistake: (scalar) =>
      scalar.keys[0] === "include" &&
      (last(scalar) === "remote" ||
        (last(scalar) === "ref" && !/^[0-9a-f]{40}$/.test(scalar.text)) ||
        /^https?:/.test(scalar.text)),
  }),
];

/** Which rules hold for a file; undefined for one that no provider runs. */
export function rulesFor(path: string): readonly Rule[] | undefined {
  if (/^\.github\/workflows\/[^/]+\.ya?ml$/.test(path)) return GITHUB;
  if (/^\.github\/actions\/.+\/action\.ya?ml$|^action\.ya?ml$/.test(path)) return ACTION;
  return /^\.gitlab-ci\.ya?ml$|^\.gitlab\/.+\.ya?ml$/.test(path) ? GITLAB : undefined;
}
