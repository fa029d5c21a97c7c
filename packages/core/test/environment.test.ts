import { afterEach, describe, expect, test } from "vitest";
import { readEnvironment, UsageError } from "../src/index.js";
import { thrownBy } from "./thrown-by.js";

const VARIABLES = ["S2_ACCESS_TOKEN", "S2_ACCOUNT_ENDPOINT", "S2_BASIN_ENDPOINT"] as const;

test("all three variables are read", () => {
  expect(
    readEnvironment({
      S2_ACCESS_TOKEN: "t",
      S2_ACCOUNT_ENDPOINT: "localhost:1",
      S2_BASIN_ENDPOINT: "https://{basin}.h",
    }),
  ).toEqual({ accessToken: "t", endpoints: { account: "localhost:1", basin: "https://{basin}.h" } });
});

test("unset and empty variables are absent, not undefined", () => {
  expect(readEnvironment({})).toStrictEqual({});
  expect(readEnvironment({ S2_ACCESS_TOKEN: "", S2_ACCOUNT_ENDPOINT: "", S2_BASIN_ENDPOINT: "" })).toStrictEqual({});
  expect(readEnvironment({ S2_BASIN_ENDPOINT: "h" })).toStrictEqual({ endpoints: { basin: "h" } });
  expect(readEnvironment({ S2_ACCOUNT_ENDPOINT: "h" })).toStrictEqual({ endpoints: { account: "h" } });
});

test("a token is taken as it is, blanks included", () => {
  expect(readEnvironment({ S2_ACCESS_TOKEN: " t " }).accessToken).toBe(" t ");
});

describe.each(["S2_ACCOUNT_ENDPOINT", "S2_BASIN_ENDPOINT"])("%s", (name) => {
  test.each([" ", "\t\n", "ftp://h", "https://h#x", "h:port"])("refuses %j by its name", (value) => {
    const error = thrownBy(() => readEnvironment({ [name]: value }));
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ field: name, message: expect.stringContaining(name) });
  });
});

describe("without an argument", () => {
  const before = VARIABLES.map((name) => [name, process.env[name]] as const);

  afterEach(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });

  test("the process's own variables are read", () => {
    for (const name of VARIABLES) delete process.env[name];
    process.env["S2_ACCESS_TOKEN"] = "of the process";
    expect(readEnvironment()).toEqual({ accessToken: "of the process" });
  });
});
