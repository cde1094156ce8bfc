import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** An answer as it was recorded. */
export interface RecordedAnswer {
  readonly status?: number;
  /** Sent as JSON, unless it is a text. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Never answers. */
  readonly isSilent?: true;
}

/** What somebody asked. */
export interface SeenRequest {
  /** "GET /user?x=1". */
  readonly line: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A real server on this machine that plays recorded answers. */
export interface RecordedServer {
  readonly url: string;
  readonly seen: SeenRequest[];
  readonly close: () => Promise<void>;
}

/** Asks `answer` for each request; what it does not know is 404 as GitHub says it. */
export async function playAnswers(
  answer: (request: SeenRequest, url: string) => RecordedAnswer | undefined,
): Promise<RecordedServer> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      const one = { line: `${request.method} ${request.url}`, headers: request.headers, body };
      seen.push(one);
      send(response, answer(one, url) ?? { status: 404, body: { message: "Not Found" } });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    seen,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(response: ServerResponse, { status = 200, body, headers = {}, isSilent }: RecordedAnswer): void {
  if (isSilent === true) return;
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body));
}
