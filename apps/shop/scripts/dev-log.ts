/** Fields that every line has, or that a person at a terminal does not read. */
const DULL = new Set(["level", "time", "pid", "release", "role", "requestId", "msg", "userAgent", "ip", "host", "err"]);

/**
 * A line of the shop's JSON log for a person; anything else stays as it is.
 * Example: a request becomes `web     GET /cart 200 3.1 ms`.
 */
export function toReadableLine(role: string, line: string): string {
  const entry = parse(line);
  const name = role.padEnd(7);
  if (entry === null) return `${name} ${line}`;
  const { msg, level, method, route, statusCode, duration, err } = entry;
  if (msg === "request")
    return `${name} ${String(method)} ${String(route)} ${String(statusCode)} ${String(duration)} ms`;
  const rest = Object.entries(entry).filter(([key]) => !DULL.has(key));
  const details = rest.map(([key, value]) => ` ${key}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  const stack = isError(err) ? `\n${err.stack}` : "";
  return `${name} ${level === "info" ? "" : `${String(level)}: `}${String(msg)}${details.join("")}${stack}`;
}

function parse(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function isError(value: unknown): value is { readonly stack: string } {
  return typeof value === "object" && value !== null && "stack" in value && typeof value.stack === "string";
}
