import noUnsanitized from "eslint-plugin-no-unsanitized";
import regexp from "eslint-plugin-regexp";
import security from "eslint-plugin-security";
import tseslint from "typescript-eslint";

// The security gate's own rules (docs/gates/security.md): `npm run security:scan`. Comments cannot switch them off.

/** A rule that reports every node a selector finds. */
function forbid(selector, message) {
  return { create: (context) => ({ [selector]: (node) => context.report({ node, message }) }) };
}

/** A template in which a value stands: neither a constant of ours nor quoted as an identifier. */
const TEMPLATE_OF_VALUES =
  "TemplateLiteral:has(> :not(TemplateElement, Identifier[name=/^[A-Z][A-Z0-9_]*$/], CallExpression[callee.property.name='escapeIdentifier']))";
const QUERY = "CallExpression[callee.property.name=/^(?:query|execute|unsafe)$/]";

const ours = {
  rules: {
    "sql-from-template": forbid(
      `${QUERY} > ${TEMPLATE_OF_VALUES}, ${QUERY} > ObjectExpression > Property[key.name='text'] > ${TEMPLATE_OF_VALUES}, ${QUERY} > BinaryExpression[operator='+']`,
      "SQL is put together from values: pass them as parameters.",
    ),
    "raw-markup": forbid(
      "JSXAttribute[name.name='dangerouslySetInnerHTML']",
      "Markup is written unescaped: what a shopper typed would run.",
    ),
    "no-certificate-check": forbid(
      "Property[key.name='rejectUnauthorized'][value.value=false], MemberExpression[property.name='NODE_TLS_REJECT_UNAUTHORIZED']",
      "Certificates are not checked: anybody may stand in between.",
    ),
    "weak-hash": forbid(
      "CallExpression[callee.name=/^create(?:Hash|Hmac)$/] > Literal.arguments[value=/^(?:md5|sha1)$/i], CallExpression[callee.property.name=/^create(?:Hash|Hmac)$/] > Literal.arguments[value=/^(?:md5|sha1)$/i]",
      "MD5 and SHA-1 have collisions: use SHA-256.",
    ),
    "shell-from-value": forbid(
      "CallExpression[callee.name=/^exec(?:Sync)?$/] > :not(Literal).arguments:first-child, Property[key.name='shell'][value.value=true]",
      "A value becomes a command of the shell: pass arguments as a list.",
    ),
    "guessable-token": forbid(
      "VariableDeclarator[id.name=/token|secret|password|nonce|session/i] CallExpression[callee.object.name='Math'][callee.property.name='random']",
      "Math.random can be guessed: use node:crypto.",
    ),
  },
};

/** Each rule with its severity: a score as CVSS counts, which SARIF calls security-severity. */
export const SEVERITIES = {
  "no-eval": 9.3,
  "no-implied-eval": 9.3,
  "no-new-func": 9.3,
  "no-script-url": 7.1,
  "security/detect-eval-with-expression": 9.3,
  "security/detect-bidi-characters": 8.3,
  "security/detect-buffer-noassert": 5.3,
  "security/detect-disable-mustache-escape": 7.1,
  "security/detect-new-buffer": 5.3,
  "security/detect-no-csrf-before-method-override": 6.5,
  "security/detect-pseudoRandomBytes": 7.4,
  "no-unsanitized/method": 7.1,
  "no-unsanitized/property": 7.1,
  "regexp/no-super-linear-backtracking": 7.5,
  "regexp/no-super-linear-move": 3.1,
  "ours/sql-from-template": 9.8,
  "ours/raw-markup": 7.1,
  "ours/no-certificate-check": 7.4,
  "ours/weak-hash": 5.3,
  "ours/shell-from-value": 9.8,
  "ours/guessable-token": 7.4,
};

const RULES = Object.fromEntries(Object.keys(SEVERITIES).map((name) => [name, "error"]));

export default [
  { ignores: ["**/node_modules/", "**/dist/", "coverage/", ".pipeline/", ".data/", "**/*.d.ts"] },
  {
    files: ["**/*.{ts,tsx,js,mjs,cjs}"],
    linterOptions: { noInlineConfig: true },
    plugins: { security, "no-unsanitized": noUnsanitized, regexp, ours },
    rules: RULES,
  },
  { files: ["**/*.{ts,tsx}"], languageOptions: { parser: tseslint.parser } },
];
