import { expect, test } from "vitest";
import { describeConnectionError, findDatabaseProblem, maskPassword } from "./database-problem.ts";

const URL_TEXT = "postgres://ann:s3cret@db.example:6543/shop";

test.each([
  ["ENOTFOUND", "getaddrinfo ENOTFOUND", "no machine is called db.example: correct the host."],
  ["ECONNREFUSED", "", "nothing listens on db.example:6543: start the server"],
  ["EHOSTUNREACH", "connect EHOSTUNREACH", "db.example:6543 does not answer"],
  ["", "timeout expired", "db.example:6543 does not answer"],
  ["28P01", 'password authentication failed for user "ann"', "the server refuses user and password"],
  ["", "SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string", "refuses user and password"],
  ["3D000", 'database "shop" does not exist', "the server has no database shop: create it"],
  ["53300", "sorry, s3cret: too many clients", "the server cannot be used: sorry, ***: too many clients."],
])("error %j (%s) is told as what to do, without the password", (code, message, expected) => {
  const told = describeConnectionError(URL_TEXT, { code, message });
  expect(told).toContain(expected);
  expect(told).toContain("postgres://ann:***@db.example:6543/shop");
  expect(told).not.toContain("s3cret");
});

test("a password is masked wherever the address holds it", () => {
  expect(maskPassword("postgres://ann@h/shop?password=s3cret&sslmode=disable")).not.toContain("s3cret");
  expect(maskPassword("postgres://ann@h/shop")).toBe("postgres://ann@h/shop");
});

test.each(["s3cret and no address", "https://ann:s3cret@h/shop"])(
  "%j is no address of a database, and is not repeated",
  async (url) => {
    const told = (await findDatabaseProblem(url)) ?? "";
    expect(told).toContain("expected postgres://user:password@host:5432/database");
    expect(told).not.toContain("s3cret");
  },
);
