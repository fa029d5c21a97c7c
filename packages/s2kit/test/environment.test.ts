import { afterEach, describe, expect, test, vi } from "vitest";
import { type EnvironmentS2Options, S2 } from "../src/index.js";
import { scriptedFetch } from "./support/scripted-fetch.js";

const TOKEN = { S2_ACCESS_TOKEN: "from-env" };

/** Where the client's requests go, and whether the basin is named in a header. */
async function destinations(
  options: EnvironmentS2Options,
): Promise<{ account: string; basin: string; header: string | null }> {
  const targets: string[] = [];
  const headers: (string | null)[] = [];
  const s2 = S2.fromEnvironment({
    ...options,
    retry: "never",
    fetch: async (input, init) => {
      const request = new Request(input, init);
      targets.push(request.url);
      headers.push(request.headers.get("s2-basin"));
      return Response.json({ code: "basin_not_found", message: "" }, { status: 404 });
    },
  });
  await s2.basins.list().catch(() => undefined);
  await s2
    .basin("some-basin")
    .streams.list()
    .catch(() => undefined);
  const [account = "", basin = ""] = targets;
  return { account, basin, header: headers[1] ?? null };
}

afterEach(() => vi.unstubAllEnvs());

describe("a client from the environment", () => {
  test.for<[string, Record<string, string>, { account: string; basin: string; header: string | null }]>([
    [
      "nothing but a token goes to the cloud",
      {},
      { account: "https://a.s2.dev/v1/basins", basin: "https://some-basin.b.s2.dev/v1/streams", header: null },
    ],
    [
      "only the account's endpoint keeps the token out of the cloud",
      { S2_ACCOUNT_ENDPOINT: "localhost:8080" },
      { account: "http://localhost:8080/v1/basins", basin: "http://localhost:8080/v1/streams", header: "some-basin" },
    ],
    [
      "only the basins' endpoint keeps the token out of the cloud",
      { S2_BASIN_ENDPOINT: "http://127.0.0.1:1/x" },
      { account: "http://127.0.0.1:1/x/basins", basin: "http://127.0.0.1:1/x/streams", header: "some-basin" },
    ],
    [
      "each endpoint is its own",
      { S2_ACCOUNT_ENDPOINT: "acc.example.com", S2_BASIN_ENDPOINT: "https://{basin}.example.com:8443" },
      {
        account: "https://acc.example.com/v1/basins",
        basin: "https://some-basin.example.com:8443/v1/streams",
        header: null,
      },
    ],
    [
      "empty variables are none",
      { S2_ACCOUNT_ENDPOINT: "", S2_BASIN_ENDPOINT: "" },
      { account: "https://a.s2.dev/v1/basins", basin: "https://some-basin.b.s2.dev/v1/streams", header: null },
    ],
  ])("%s", async ([, variables, expected]) => {
    expect(await destinations({ environment: { ...TOKEN, ...variables } })).toEqual(expected);
  });

  test("only the basins' endpoint with a placeholder is refused: the account's cannot be told", () => {
    const environment = { ...TOKEN, S2_BASIN_ENDPOINT: "https://{basin}.example.com" };
    expect(() => S2.fromEnvironment({ environment })).toThrow("endpoints.account must be given too");
  });

  test.for(["S2_ACCOUNT_ENDPOINT", "S2_BASIN_ENDPOINT"])(
    "refuses a blank or invalid %s, though an option would win over it",
    (name) => {
      for (const value of [" ", "ftp://h", "h:port"]) {
        const environment = { ...TOKEN, [name]: value };
        expect(() => S2.fromEnvironment({ environment, endpoints: "localhost" })).toThrow(name);
      }
    },
  );

  test("takes options, which win over the variables, and passes the others on", async () => {
    const { fetch, sent } = scriptedFetch({ status: 200, body: { basins: [], has_more: false } });
    const environment = { ...TOKEN, S2_ACCOUNT_ENDPOINT: "localhost:8080" };
    const s2 = S2.fromEnvironment({
      environment,
      fetch,
      accessToken: "given",
      endpoints: "https://example.com",
      compression: "gzip",
      headers: { "x-trace": "1" },
      retry: { maxAttempts: 7 },
      timeoutMs: 11,
    });
    await s2.basins.list();
    expect(sent[0]?.headers.get("authorization")).toBe("Bearer given");
    expect(sent[0]?.headers.get("x-trace")).toBe("1");
    expect(s2.rest.base("account").baseUrl).toBe("https://example.com/v1");
    expect([s2.rest.compression, s2.rest.retryPolicy.maxAttempts, s2.rest.timeoutMs]).toEqual(["gzip", 7, 11]);
  });

  test("reads the process's own variables", async () => {
    vi.stubEnv("S2_ACCESS_TOKEN", "of-the-process");
    vi.stubEnv("S2_ACCOUNT_ENDPOINT", "localhost:9");
    vi.stubEnv("S2_BASIN_ENDPOINT", undefined);
    expect((await destinations({})).account).toBe("http://localhost:9/v1/basins");
  });

  test.for([[undefined], [""]])("needs a token: %j is none", ([S2_ACCESS_TOKEN]) => {
    expect(() => S2.fromEnvironment({ environment: { S2_ACCESS_TOKEN } })).toThrow("S2_ACCESS_TOKEN is not set");
  });

  test("takes the token as it is, so that one with blanks is refused and not shown", () => {
    let message = "";
    try {
      S2.fromEnvironment({ environment: { S2_ACCESS_TOKEN: " hunter2 " } });
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain("accessToken");
    expect(message).not.toContain("hunter2");
  });
});
