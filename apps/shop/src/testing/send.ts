import type { ShopApp } from "../platform/shop-app.ts";

/** What a shop answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  /** The JSON body; empty where there was none. */
  readonly body: Record<string, unknown>;
  readonly text: string;
}

/** What is sent beyond method and address; a string goes out as it is, everything else as JSON. */
export interface SendOptions {
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks the shop in process. Example: `send(app, "POST /api/v1/carts")`. */
export async function send(app: ShopApp, request: string, { body, headers = {} }: SendOptions = {}): Promise<Answer> {
  const [method = "GET", url = "/"] = request.split(" ");
  const answer = await app.inject({
    method: method as "GET",
    url,
    headers: { ...(typeof body === "string" ? { "content-type": "application/json" } : {}), ...headers },
    ...(body === undefined ? {} : { payload: body }),
  });
  const isJson = String(answer.headers["content-type"]).includes("json");
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body: isJson ? (JSON.parse(answer.body) as Record<string, unknown>) : {},
    text: answer.body,
  };
}
