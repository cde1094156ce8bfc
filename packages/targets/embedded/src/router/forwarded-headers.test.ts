import { expect, test } from "vitest";
import { findHeader, framingOf, toClientHeaders, toOriginForm, toUpstreamHeaders } from "./forwarded-headers.ts";

const ORIGIN = { clientAddress: "192.0.2.7", host: "shop.example", freshRequestId: "fresh-id" };
const NO_BODY = { framing: "none", needsLength: false } as const;
const HOST = ["Host", "shop.example"];
const OWN = ["X-Forwarded-For", "192.0.2.7", "X-Forwarded-Proto", "http", "X-Forwarded-Host", "shop.example"];
const ID = ["X-Request-Id", "fresh-id"];

test("headers pass in their order and case, repeated ones too", () => {
  const raw = ["Host", "shop.example", "Cookie", "a=1", "cookie", "b=2"];
  expect(toUpstreamHeaders(raw, ORIGIN, NO_BODY)).toEqual([...raw, ...OWN, ...ID]);
});

test("an HTTP/1.0 request without a Host gets one, since the process speaks HTTP/1.1", () => {
  expect(toUpstreamHeaders([], ORIGIN, NO_BODY)).toEqual([...HOST, ...OWN, ...ID]);
});

test("hop-by-hop headers, and those that Connection names, stay on their hop", () => {
  const raw = [
    "Connection",
    "keep-alive, X-Hop",
    "Keep-Alive",
    "timeout=5",
    "TE",
    "trailers",
    "X-Hop",
    "1",
    "Accept",
    "*/*",
  ];
  expect(toUpstreamHeaders([...raw, "Proxy-Authorization", "x"], ORIGIN, NO_BODY)).toEqual([
    "Accept",
    "*/*",
    ...HOST,
    ...OWN,
    ...ID,
  ]);
});

test("a client cannot have the length or the host dropped by naming them in Connection", () => {
  const raw = ["Connection", "content-length, host", "Host", "shop.example", "Content-Length", "3"];
  const headers = toUpstreamHeaders(raw, ORIGIN, { framing: "length", needsLength: true });
  expect(headers).toEqual(["Host", "shop.example", "Content-Length", "3", ...OWN, ...ID]);
});

test("what only a proxy may say is replaced when a client says it", () => {
  const raw = [
    "x-forwarded-for",
    "10.0.0.1",
    "Forwarded",
    "for=10.0.0.1",
    "X-Real-IP",
    "10.0.0.1",
    "X-Forwarded-Proto",
    "https",
  ];
  expect(toUpstreamHeaders([...raw, "X-Forwarded-Port", "443"], ORIGIN, NO_BODY)).toEqual([...HOST, ...OWN, ...ID]);
});

test("a chunked body is announced as chunked, with its trailers", () => {
  const raw = ["Transfer-Encoding", "chunked", "Trailer", "X-Sum"];
  const headers = toUpstreamHeaders(raw, ORIGIN, { framing: "chunked", needsLength: true });
  expect(headers).toEqual(["Trailer", "X-Sum", ...HOST, "Transfer-Encoding", "chunked", ...OWN, ...ID]);
});

test("a POST without body says so", () => {
  const headers = toUpstreamHeaders([], ORIGIN, { framing: "none", needsLength: true });
  expect(headers).toEqual([...HOST, "Content-Length", "0", ...OWN, ...ID]);
});

test("an upgrade is asked for on the next hop", () => {
  const raw = ["Connection", "Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Key", "k"];
  const headers = toUpstreamHeaders(raw, ORIGIN, { ...NO_BODY, upgrade: "websocket" });
  expect(headers).toEqual([
    "Sec-WebSocket-Key",
    "k",
    ...HOST,
    "Connection",
    "Upgrade",
    "Upgrade",
    "websocket",
    ...OWN,
    ...ID,
  ]);
});

test("a usable request id is kept, up to 128 characters", () => {
  const id = "a".repeat(128);
  expect(toUpstreamHeaders(["X-Request-Id", id], ORIGIN, NO_BODY)).toEqual(["X-Request-Id", id, ...HOST, ...OWN]);
});

test.each(["a".repeat(129), 'x" onload="', ""])("the unusable request id %j is replaced", (id) => {
  expect(toUpstreamHeaders(["X-Request-Id", id], ORIGIN, NO_BODY)).toEqual([...HOST, ...OWN, ...ID]);
});

test("a response loses its hop-by-hop headers only", () => {
  const raw = [
    "Set-Cookie",
    "a=1",
    "Set-Cookie",
    "b=2",
    "Connection",
    "close",
    "Transfer-Encoding",
    "chunked",
    "Trailer",
    "X-Sum",
  ];
  expect(toClientHeaders(raw, true)).toEqual(["Set-Cookie", "a=1", "Set-Cookie", "b=2", "Trailer", "X-Sum"]);
  expect(toClientHeaders(raw, false)).toEqual(["Set-Cookie", "a=1", "Set-Cookie", "b=2"]);
});

test("the framing of a body is read from its headers", () => {
  expect(framingOf({})).toBe("none");
  expect(framingOf({ "content-length": "0" })).toBe("none");
  expect(framingOf({ "content-length": "1" })).toBe("length");
  expect(framingOf({ "transfer-encoding": "chunked" })).toBe("chunked");
});

test.each([
  ["/cart?x=1", "/cart?x=1"],
  ["*", "*"],
  ["http://shop.example/cart?x=1", "/cart?x=1"],
  ["http://shop.example", "/"],
  ["http://shop.example?x=1", "/?x=1"],
])("the request target %s is asked for as %s", (target, path) => {
  expect(toOriginForm(target)).toBe(path);
});

test("a header is found by its lower-case name", () => {
  expect(findHeader(["Host", "a", "host", "b"], "host")).toBe("a");
  expect(findHeader(["Host", "a"], "accept")).toBeUndefined();
});
