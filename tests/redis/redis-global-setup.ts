import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { findFreePort } from "@ecommerce-cart/services";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    redisUrl: string;
  }
}

const START_TIMEOUT_MS = 10_000;

/** Gives tests a real Redis: the one that TEST_REDIS_URL names, else a `redis-server` of their own, in memory. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env["TEST_REDIS_URL"];
  if (given !== undefined) {
    project.provide("redisUrl", given);
    return async () => undefined;
  }
  const port = await findFreePort();
  const args = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  const server = spawn("redis-server", args, { stdio: "ignore" });
  const failed = new Promise<never>((_resolve, reject) => {
    const advice = "install Redis 7 or Valkey 8, or set TEST_REDIS_URL";
    server.once("error", (error) => reject(new Error(`redis-server did not start (${error.message}): ${advice}`)));
  });
  await Promise.race([failed, untilListening(port)]);
  project.provide("redisUrl", `redis://127.0.0.1:${port}`);
  return async () => {
    const ended = once(server, "exit");
    server.kill();
    await ended;
  };
}

async function untilListening(port: number): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await isListening(port))) {
    if (Date.now() > deadline)
      throw new Error(`redis-server did not listen on port ${port} within ${START_TIMEOUT_MS} ms`);
    await delay(20);
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(socket.end() !== undefined));
    socket.once("error", () => resolve(false));
  });
}
