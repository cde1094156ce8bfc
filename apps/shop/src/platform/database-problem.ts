import { Client } from "pg";

const CONNECT_TIMEOUT_MS = 5000;
const FORM = "postgres://user:password@host:5432/database";

/** What of a driver's error tells why there is no connection. */
interface ConnectionError {
  readonly message: string;
  readonly code?: unknown;
}

/** Connects once. Null where the database answers, else one message that names what is wrong and what to do; no password in it. */
export async function findDatabaseProblem(url: string): Promise<string | null> {
  if (!isPostgresUrl(url)) return `DATABASE_URL is not the address of a PostgreSQL database: expected ${FORM}.`;
  try {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
    // A connection that breaks says so by an event too, which would end the process.
    client.on("error", () => undefined);
    await client.connect();
    await client.end();
    return null;
  } catch (error) {
    return describeConnectionError(url, error as ConnectionError);
  }
}

/** One message for a person about an address that cannot be connected to. Its password is shown as "***". */
export function describeConnectionError(url: string, error: ConnectionError): string {
  return `DATABASE_URL is ${maskPassword(url)}, and ${causeOf(new URL(url), error)}`;
}

/** The address with *** in place of its password, also of one given as a parameter. */
export function maskPassword(url: string): string {
  const masked = new URL(url);
  if (masked.password !== "") masked.password = "***";
  if (masked.searchParams.has("password")) masked.searchParams.set("password", "***");
  return masked.href;
}

/** What an error means: by its code, or by the driver's own words, which carry none. */
interface Cause {
  readonly pattern: RegExp;
  readonly describe: (url: URL) => string;
}

/** SQLSTATE values from https://www.postgresql.org/docs/18/errcodes-appendix.html */
const CAUSES: readonly Cause[] = [
  {
    pattern: /^(ENOTFOUND|EAI_AGAIN) /,
    describe: (url) => `no machine is called ${url.hostname}: correct the host.`,
  },
  {
    pattern: /^(ECONNREFUSED|ENOENT) /,
    describe: (url) => `nothing listens on ${serverOf(url)}: start the server, or correct host and port.`,
  },
  {
    pattern: /^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH) |timeout/i,
    describe: (url) => `${serverOf(url)} does not answer: correct host and port, or see whether a firewall is between.`,
  },
  {
    pattern: /^28... |SASL|password/i,
    describe: () => "the server refuses user and password: correct them (special characters as %XX).",
  },
  {
    pattern: /^3D000 /,
    describe: (url) => `the server has no database ${url.pathname.slice(1)}: create it, or correct the name.`,
  },
];

function causeOf(url: URL, { message, code = "" }: ConnectionError): string {
  const known = CAUSES.find(({ pattern }) => pattern.test(`${String(code)} ${message}`));
  return known?.describe(url) ?? `the server cannot be used: ${withoutPassword(message, url)}.`;
}

function serverOf({ hostname, port }: URL): string {
  return `${hostname === "" ? "localhost" : hostname}:${port === "" ? "5432" : port}`;
}

function withoutPassword(message: string, url: URL): string {
  const password = decode(url.password);
  return password === "" ? message : message.replaceAll(password, "***");
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isPostgresUrl(url: string): boolean {
  return URL.canParse(url) && ["postgres:", "postgresql:"].includes(new URL(url).protocol);
}
