import { expect, test } from "vitest";
import { WaitingRoom } from "./waiting-room.ts";

const FOREVER = { timeoutMs: 60_000, isReturning: false, signal: new AbortController().signal };

test("those who wait are woken in the order in which they came", async () => {
  const room = new WaitingRoom(10);
  const order: number[] = [];
  const waits = [1, 2, 3].map((number) => room.wait(FOREVER).then(() => order.push(number)));
  room.wakeAll();
  await Promise.all(waits);
  expect(order).toEqual([1, 2, 3]);
  expect(room.count).toBe(0);
});

test("one more than there is room for is refused, one who returns is not", async () => {
  const room = new WaitingRoom(1);
  const first = room.wait(FOREVER);
  expect(await room.wait(FOREVER)).toBe("full");
  const returning = room.wait({ ...FOREVER, isReturning: true });
  expect(room.count).toBe(2);
  room.wakeAll();
  expect(await Promise.all([first, returning])).toEqual(["woken", "woken"]);
});

test("a wait ends when its time is up", async () => {
  const room = new WaitingRoom(1);
  expect(await room.wait({ ...FOREVER, timeoutMs: 1 })).toBe("timed-out");
  expect(await room.wait({ ...FOREVER, timeoutMs: 0 })).toBe("timed-out");
  expect(room.count).toBe(0);
});

test("who has gone makes room", async () => {
  const room = new WaitingRoom(1);
  const client = new AbortController();
  const wait = room.wait({ ...FOREVER, signal: client.signal });
  client.abort();
  expect(await wait).toBe("gone");
  expect(await room.wait({ ...FOREVER, signal: client.signal })).toBe("gone");
  expect(room.count).toBe(0);
});
