/** A message's header lines, flat, as Node gives them: name, value, name, value. Order and case are kept. */
export type RawHeaders = readonly string[];

/** What a request tells the process about where it came from. */
export interface RequestOrigin {
  /** Address of the client's connection. */
  readonly clientAddress: string;
  /** The Host header; the address that was connected to where there is none (HTTP/1.0). */
  readonly host: string;
  /** Used when the request brings no usable X-Request-Id. */
  readonly freshRequestId: string;
}

/** How a body's end is marked. */
export type BodyFraming = "none" | "length" | "chunked";

const HOP_BY_HOP: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "transfer-encoding",
  "upgrade",
]);
/** What only a proxy may say. A client that sends these is spoofing: nothing stands before this router. */
const SAID_BY_PROXIES: ReadonlySet<string> = new Set([
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-proto",
  "x-real-ip",
]);
/** A client that lists one of these in Connection wants it gone on the way: with the length gone, requests blur. */
const NEVER_NOMINATED: ReadonlySet<string> = new Set(["host", "content-length", "trailer", "expect"]);
const USABLE_REQUEST_ID = /^[\w.:-]{1,128}$/;

/** Reads how the body is framed, from lower-cased single header values. */
export function framingOf(headers: {
  readonly "transfer-encoding"?: string | undefined;
  readonly "content-length"?: string | undefined;
}): BodyFraming {
  if (headers["transfer-encoding"] !== undefined) return "chunked";
  return (headers["content-length"] ?? "0") === "0" ? "none" : "length";
}

/**
 * The header lines that go to the process: hop-by-hop ones and those that only a proxy may say are dropped, the
 * router's own are added, the framing is stated anew, and X-Request-Id is kept when usable (up to 128 word characters,
 * dots, colons and dashes). `upgrade` is the protocol asked for, undefined for an ordinary request.
 */
export function toUpstreamHeaders(
  raw: RawHeaders,
  origin: RequestOrigin,
  message: { readonly framing: BodyFraming; readonly upgrade?: string | undefined; readonly needsLength: boolean },
): string[] {
  const kept = keepHeaders(
    raw,
    (name) => SAID_BY_PROXIES.has(name) || (name === "trailer" && message.framing !== "chunked"),
  );
  if (!hasHeader(kept, "host")) kept.push("Host", origin.host);
  if (message.framing === "chunked") kept.push("Transfer-Encoding", "chunked");
  else if (message.needsLength && !hasHeader(kept, "content-length")) kept.push("Content-Length", "0");
  if (message.upgrade !== undefined) kept.push("Connection", "Upgrade", "Upgrade", message.upgrade);
  kept.push("X-Forwarded-For", origin.clientAddress, "X-Forwarded-Proto", "http", "X-Forwarded-Host", origin.host);
  return withRequestId(kept, origin.freshRequestId);
}

/**
 * The header lines that go to the client: hop-by-hop ones are dropped. Trailers can only follow a chunked response;
 * `canTrail` says whether this one will be.
 */
export function toClientHeaders(raw: RawHeaders, canTrail: boolean): string[] {
  return keepHeaders(raw, (name) => name === "trailer" && !canTrail);
}

/** The value of the first line of that name (lower case), or undefined. */
export function findHeader(raw: RawHeaders, name: string): string | undefined {
  for (let at = 0; at < raw.length; at += 2) if (raw[at]?.toLowerCase() === name) return raw[at + 1];
  return undefined;
}

/**
 * The path and query of a request target. "http://shop.example/cart?x=1", as sent to proxies, gives "/cart?x=1".
 */
export function toOriginForm(target: string): string {
  const scheme = /^https?:\/\//i.exec(target);
  if (scheme === null) return target;
  const address = target.slice(scheme[0].length);
  const hostEnd = address.search(/[/?#]/);
  const rest = hostEnd === -1 ? "" : address.slice(hostEnd);
  return rest.startsWith("/") ? rest : `/${rest}`;
}

function keepHeaders(raw: RawHeaders, isDropped: (name: string) => boolean): string[] {
  const nominated = nominatedByConnection(raw);
  const kept: string[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = String(raw[at]).toLowerCase();
    if (HOP_BY_HOP.has(name) || nominated?.has(name) === true || isDropped(name)) continue;
    kept.push(String(raw[at]), String(raw[at + 1]));
  }
  return kept;
}

function nominatedByConnection(raw: RawHeaders): ReadonlySet<string> | undefined {
  let names: Set<string> | undefined;
  for (let at = 0; at < raw.length; at += 2) {
    if (raw[at]?.toLowerCase() !== "connection") continue;
    for (const token of String(raw[at + 1])
      .toLowerCase()
      .split(",")) {
      const name = token.trim();
      if (name !== "keep-alive" && name !== "close" && !NEVER_NOMINATED.has(name))
        names = (names ?? new Set()).add(name);
    }
  }
  return names;
}

function hasHeader(raw: RawHeaders, name: string): boolean {
  return findHeader(raw, name) !== undefined;
}

function withRequestId(headers: string[], freshRequestId: string): string[] {
  const given = findHeader(headers, "x-request-id");
  if (given !== undefined && USABLE_REQUEST_ID.test(given)) return headers;
  const others = given === undefined ? headers : keepHeaders(headers, (name) => name === "x-request-id");
  return [...others, "X-Request-Id", freshRequestId];
}
