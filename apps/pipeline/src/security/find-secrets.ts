import { createHash } from "node:crypto";
import { lintSource } from "@secretlint/core";
import { creator as preset, rules as presetRules } from "@secretlint/secretlint-rule-preset-recommend";

/** Something that looks like a secret; its value stands nowhere. */
export interface FoundSecret {
  readonly rule: string;
  /** 1-based, in the text that was searched. */
  readonly line: number;
  /** Its first two characters. */
  readonly masked: string;
  /** First 16 hexadecimal digits of its SHA-256: what allowances name. */
  readonly fingerprint: string;
}

interface OwnRule {
  readonly name: string;
  /** Its first group, where it has one, is the secret. */
  readonly pattern: RegExp;
  readonly isSecret: (value: string) => boolean;
}

const LEAST_ENTROPY_BITS = 3.5;

/**
 * What the preset does not know, or asks too much of: identifiers of cloud keys, keys that are cut short, signed
 * tokens, and random values that are given a telling name.
 */
const OWN_RULES: readonly OwnRule[] = [
  {
    name: "cloud-access-key",
    pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
    isSecret: () => true,
  },
  {
    name: "private-key",
    pattern: /-----BEGIN (?:[A-Z0-9]+ )?PRIVATE KEY-----\s{0,4}[\w+/=]{20,}/g,
    isSecret: () => true,
  },
  {
    name: "json-web-token",
    pattern: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/g,
    isSecret: () => true,
  },
  {
    name: "assigned-secret",
    pattern: /(?:secret|token|passwo?r?d|api_?-?key)["']?\s{0,3}[:=]\s{0,3}["'`]([\w+/=-]{20,200})["'`]/gi,
    isSecret: (value) => /\d/.test(value) && entropyOf(value) >= LEAST_ENTROPY_BITS,
  },
];

/** How many kinds of secrets are looked for. */
export const SECRET_RULE_COUNT = presetRules.length + OWN_RULES.length;

/** What the search is made of, for whoever keeps its answers. */
export const SECRET_RULES_KEY = OWN_RULES.map(({ name, pattern }) => `${name} ${pattern.source}`).join("\n");

/** Bits per character by Shannon's formula. Example: "aaaa" has 0, a random base64 text some 5. */
function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}

/** Every secret in a text. Comments that would switch a rule off are taken for what they are: text. */
export async function findSecrets(filePath: string, text: string): Promise<readonly FoundSecret[]> {
  const content = text.replaceAll("secretlint-", "secretlint_");
  const { messages } = await lintSource({
    source: { filePath: `/${filePath}`, content, contentType: "text", ext: "" },
    options: { config: { rules: [{ id: "preset", rule: preset }] }, noPhysicFilePath: true },
  });
  const told = messages.map(({ ruleId, range: [from, to] }) => ({
    rule: ruleId.replace("@secretlint/secretlint-rule-", ""),
    index: from,
    value: content.slice(from, to),
  }));
  return [...told, ...findByOwnRules(content)].map(({ rule, index, value }) => ({
    rule,
    line: content.slice(0, index).split("\n").length,
    masked: `${value.slice(0, 2)}****`,
    fingerprint: createHash("sha256").update(value).digest("hex").slice(0, 16),
  }));
}

function findByOwnRules(text: string): readonly { rule: string; index: number; value: string }[] {
  return OWN_RULES.flatMap(({ name, pattern, isSecret }) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const value = match[1] ?? match[0];
      return isSecret(value) ? [{ rule: name, index: match.index, value }] : [];
    }),
  );
}
