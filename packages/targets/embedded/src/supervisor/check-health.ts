import { request } from "../node-http.ts";

const CHECK_TIMEOUT_MS = 2_000;

/** True when `GET /health/ready` of the process on this port answers 2xx within 2 s; never rejects. */
export function checkHealth(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const sent = request({
      host: "127.0.0.1",
      port,
      path: "/health/ready",
      agent: false,
      signal: AbortSignal.timeout(CHECK_TIMEOUT_MS),
    });
    sent.on("error", () => resolve(false));
    sent.on("response", (response) => {
      response.resume();
      response.on("error", () => resolve(false));
      resolve((response.statusCode ?? 0) >= 200 && (response.statusCode ?? 0) < 300);
    });
    sent.end();
  });
}
