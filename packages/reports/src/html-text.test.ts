import { expect, test } from "vitest";
import { escapeHtml, jobAnchor, logToHtml, relativeHref } from "./html-text.ts";

test("text is escaped for content and for attributes", () => {
  expect(escapeHtml(`<a href="x" title='y'>&`)).toBe("&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;");
});

test.each([
  ["a colour", "\x1b[31mred\x1b[39m plain", '<span class="a-r">red</span> plain'],
  ["a bright colour", "\x1b[92mgreen\x1b[0m", '<span class="a-g">green</span>'],
  ["bold and dim", "\x1b[1mb\x1b[22m\x1b[2md\x1b[22m", '<span class="a-bold">b</span><span class="a-dim">d</span>'],
  ["two at once", "\x1b[1;36mx", '<span class="a-c a-bold">x</span>'],
  ["reset by an empty sequence", "\x1b[31ma\x1b[mb", '<span class="a-r">a</span>b'],
  ["256 colours and backgrounds change nothing", "\x1b[38;5;31;1ma\x1b[41mb", "ab"],
  ["an underline changes nothing", "\x1b[4ma", "a"],
  ["markup within colours is escaped", "\x1b[31m<script>\x1b[0m", '<span class="a-r">&lt;script&gt;</span>'],
  ["markup within a link sequence goes with it", '\x1b]8;;"><script>\x07x', "x"],
])("a terminal's log as HTML: %s", (_, log, html) => {
  expect(logToHtml(log)).toBe(html);
});

test("a path becomes a relative address and nothing else", () => {
  expect(relativeHref("logs/unit tests.log")).toBe("./logs/unit%20tests.log");
  expect(relativeHref("javascript:alert(1)")).toBe("./javascript%3Aalert(1)");
  expect(relativeHref("//host/x")).toBe(".///host/x");
});

test("a job's anchor is safe in an attribute and an address", () => {
  expect(jobAnchor('a"b c')).toBe("job-a%22b%20c");
});
