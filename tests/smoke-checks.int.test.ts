import { createServer } from "node:http";
import type { Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { SMOKE_CHECKS } from "../apps/shop/scripts/smoke-checks.ts";

let server: Server;

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function serve(answer: (response: ServerResponse) => void): Promise<string> {
  server = createServer((_, response) => answer(response)).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const BROKEN: Readonly<Record<string, (response: ServerResponse) => void>> = {
  "answers 500": (response) => void response.writeHead(500).end("{}"),
  "answers an empty page with 200": (response) => void response.writeHead(200).end(),
  "hangs up": (response) => void response.destroy(),
};

test.each(Object.keys(BROKEN).flatMap((what) => SMOKE_CHECKS.map((check) => ({ what, ...check }))))(
  "a shop that $what fails the check: $name",
  async ({ what, run }) => {
    const baseUrl = await serve(BROKEN[what] ?? ((response) => void response.end()));
    await expect(run({ baseUrl, seen: new Map() })).rejects.toThrow();
  },
);
