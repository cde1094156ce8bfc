import { mkdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { layoutOf } from "./layout.ts";
import { temporaryCheckout } from "./testing/temporary-checkout.ts";

const JOB = { name: "job", command: "true", inputs: [] };
const names = (["lock", "fileHashes", "history"] as const).map((key) => relative("/", layoutOf("/")[key]));

test.each(names)("a folder in place of %s is named, and gone the next run goes on", async (name) => {
  using checkout = temporaryCheckout();
  const path = join(checkout.root, name);
  mkdirSync(path, { recursive: true });
  await expect(checkout.run([JOB])).rejects.toMatchObject({ code: "EISDIR", message: expect.stringContaining(path) });
  rmSync(path, { recursive: true });
  expect((await checkout.run([JOB])).status).toBe("passed");
});
