import { expect, test } from "vitest";
import {
  changeStatus,
  hasReturnedStock,
  isFinal,
  ORDER_TRANSITIONS,
  statusesBefore,
  type OrderStatus,
} from "./order-status.ts";

const STATUSES = Object.keys(ORDER_TRANSITIONS) as OrderStatus[];

test.each([
  ["pending_payment", "paid"],
  ["pending_payment", "requires_action"],
  ["requires_action", "payment_failed"],
] as const)("%s may become %s", (from, to) => {
  expect(changeStatus(from, to)).toEqual({ ok: true, value: to });
});

test.each([
  ["paid", "cancelled"],
  ["payment_failed", "paid"],
  ["cancelled", "paid"],
  ["requires_action", "pending_payment"],
  ["requires_action", "requires_action"],
] as const)("%s never becomes %s", (from, to) => {
  expect(changeStatus(from, to)).toEqual({ ok: false, error: { kind: "invalid-order-transition", from, to } });
});

test("every status leads to a final one, and final ones lead nowhere", () => {
  const reaches = (status: OrderStatus): boolean => isFinal(status) || ORDER_TRANSITIONS[status].some(reaches);
  expect(STATUSES.filter((status) => !reaches(status))).toEqual([]);
  expect(STATUSES.filter(isFinal)).toEqual(["paid", "payment_failed", "cancelled"]);
});

test("what a conditional update must find is what the table allows", () => {
  expect(statusesBefore("paid")).toEqual(["pending_payment", "requires_action"]);
  expect(statusesBefore("pending_payment")).toEqual([]);
});

test("stock is back exactly where an order ended unpaid", () => {
  expect(STATUSES.filter(hasReturnedStock)).toEqual(["payment_failed", "cancelled"]);
});
