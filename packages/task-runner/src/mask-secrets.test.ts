import fc from "fast-check";
import { expect, test } from "vitest";
import { maskDeep, maskSecrets } from "./mask-secrets.ts";

const SECRET = "s3cr3t/pass word+1";

test.each([
  ["as it is", SECRET],
  ["in a URL", encodeURIComponent(SECRET)],
  ["in a URL, lower case", encodeURIComponent(SECRET).replace(/%../g, (code) => code.toLowerCase())],
  ["in a form", new URLSearchParams({ k: SECRET }).toString().slice(2)],
  ["in base64", Buffer.from(SECRET).toString("base64")],
  ["in base64url", Buffer.from(SECRET).toString("base64url")],
  ["in hexadecimal", Buffer.from(SECRET).toString("hex")],
])("a secret %s is masked", (_form, text) => {
  expect(maskSecrets([SECRET]).mask(`before ${text} after`)).toBe("before *** after");
});

test.each(["", "u", "us", "user:"])(
  "a secret inside the base64 of %j and more leaves nothing of itself to decode",
  (prefix) => {
    const masked = maskSecrets([SECRET]).mask(Buffer.from(`${prefix}${SECRET}:tail`).toString("base64"));
    expect(masked).toContain("***");
    expect(Buffer.from(masked.replace("***", ""), "base64").toString("latin1")).not.toContain(SECRET.slice(3, -3));
  },
);

test("a secret of several lines is masked whole, with either line end, in JSON, and line by line", () => {
  const key = "-----BEGIN KEY-----\nMIIEowIBAAKCAQEA\nshort\n-----END KEY-----";
  const { mask } = maskSecrets([key]);
  expect(mask(key)).toBe("***");
  expect(mask(key.replaceAll("\n", "\r\n"))).toBe("***");
  expect(mask(JSON.stringify({ key }))).toBe('{"key":"***"}');
  expect(mask("1: MIIEowIBAAKCAQEA")).toBe("1: ***");
  expect(mask("a short word")).toBe("a short word");
});

test.each([
  ["abc", "abc"],
  ["abcd", "***"],
])("secrets of four characters and more are masked: %j", (value, expected) => {
  expect(maskSecrets([value]).mask(value)).toBe(expected);
});

test("of two secrets, one inside the other, the longer is masked whole", () => {
  expect(maskSecrets(["abcd", "abcdefgh"]).mask("abcdefgh abcd")).toBe("*** ***");
});

test("characters that mean something in an expression are taken as they are", () => {
  expect(maskSecrets(["a.*(b)[c]$^|"]).mask("xx a.*(b)[c]$^| axxb")).toBe("xx *** axxb");
});

test("no secrets mask nothing", () => {
  const masker = maskSecrets(["", "ab"]);
  expect([masker.mask("text"), masker.stream().push("text"), masker.stream().end()]).toEqual(["text", "text", ""]);
});

test("however a text is cut into pieces, its stream is masked like the whole", () => {
  const secrets = ["abab", "ababab", "b\nca", "ccc c"];
  const piece = fc.string({ unit: fc.constantFrom("a", "b", "c", "\n", " "), maxLength: 9 });
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.constantFrom(...secrets))), (pieces) => {
      const masker = maskSecrets(secrets);
      const stream = masker.stream();
      const shown = pieces.map((text) => stream.push(text)).join("") + stream.end();
      expect(shown).toBe(masker.mask(pieces.join("")));
    }),
    { numRuns: 2000 },
  );
});

test("a stream shows what cannot be part of a secret at once", () => {
  const stream = maskSecrets(["secret-value"]).stream();
  expect(stream.push("progress 10 % se")).toBe("progress 10 % ");
  expect(stream.push("ven")).toBe("seven");
});

test("a secret that is cut off by the end of the stream is masked", () => {
  const stream = maskSecrets(["secret-value"]).stream();
  expect(stream.push("x secret-va") + stream.end()).toBe("x ***");
});

test("every text inside a value is masked, and nothing else touched", () => {
  const value = { reason: "abcd!", figure: 3, offenders: [{ file: "abcd", line: null }], isRequired: true };
  expect(maskDeep(value, maskSecrets(["abcd"]))).toEqual({
    reason: "***!",
    figure: 3,
    offenders: [{ file: "***", line: null }],
    isRequired: true,
  });
});
