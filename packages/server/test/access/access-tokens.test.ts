import { describe, expect } from "vitest";
import { type EmbeddedServer, startServer } from "../../src/index.js";
import { encodePlainFrame } from "../../src/wire/frame.js";
import { append, BASIN, Connection, type HttpAnswer, http, terminalOf, test } from "../harness.js";

const RECORDS = "/v1/streams/s/records";
/** One record with the body `hi`. */
const INPUT: Buffer = encodePlainFrame(Buffer.from([0x0a, 4, 0x1a, 2, 0x68, 0x69]));
const ALL_GROUPS = {
  account: { read: true, write: true },
  basin: { read: true, write: true },
  stream: { read: true, write: true },
};

/** Every resource there is. */
const ALL = { basins: { prefix: "" }, streams: { prefix: "" }, access_tokens: { prefix: "" } };

interface TokenRequest {
  readonly id?: string;
  readonly scope?: object;
  readonly expires_at?: string;
  readonly auto_prefix_streams?: boolean;
}

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

function issue(server: EmbeddedServer, request: TokenRequest = {}, by?: string): Promise<HttpAnswer> {
  const body = { id: "token", scope: { ...ALL, op_groups: ALL_GROUPS }, ...request };
  return http(server, "POST", "/v1/access-tokens", { body, headers: by === undefined ? {} : bearer(by) });
}

/** A token with this scope, over every resource that the scope does not restrict. */
async function tokenFor(server: EmbeddedServer, scope: object, more: TokenRequest = {}): Promise<string> {
  const answer = await issue(server, { id: `token-${Math.random()}`, ...more, scope: { ...ALL, ...scope } });
  expect([answer.status, answer.text]).toEqual([201, expect.stringContaining("access_token")]);
  return answer.json.access_token;
}

/** Status and code of an answer. */
const verdict = ({ status, text }: HttpAnswer): [number, string | undefined] => [
  status,
  status < 400 || text === "" ? undefined : JSON.parse(text).code,
];
const DENIED = [403, "permission_denied"];
const UNKNOWN = [401, "authn"];

describe("a scope without a set of resources", () => {
  test("permits nothing of that kind", async ({ server }) => {
    const issued = await issue(server, {
      id: "bare",
      scope: { streams: { prefix: "" }, ops: ["read", "list-streams"] },
    });
    const token: string = issued.json.access_token;
    const headers = { ...bearer(token), "s2-basin": BASIN };
    expect(verdict(await http(server, "GET", RECORDS, { headers }))).toEqual(DENIED);
    expect(verdict(await http(server, "GET", "/v1/streams", { headers }))).toEqual(DENIED);
  });
});

describe("issuing, listing, revoking", () => {
  test("a token is listed as it was asked for until it is revoked", async ({ server }) => {
    const scope = {
      basins: { exact: "" },
      streams: { prefix: "a/" },
      access_tokens: { prefix: "" },
      op_groups: { account: null, basin: { read: true, write: false }, stream: null },
      ops: ["append"],
    };
    const answer = await issue(server, { scope, expires_at: "2999-01-02T03:04:05.5Z", auto_prefix_streams: true });
    expect(answer.status).toBe(201);
    const info = { id: "token", expires_at: "2999-01-02T03:04:05.5Z", auto_prefix_streams: true, scope };
    expect((await http(server, "GET", "/v1/access-tokens")).json).toEqual({ access_tokens: [info], has_more: false });
    expect((await http(server, "DELETE", "/v1/access-tokens/token")).status).toBe(204);
    expect(verdict(await http(server, "DELETE", "/v1/access-tokens/token"))).toEqual([404, "access_token_not_found"]);
    expect((await http(server, "GET", "/v1/access-tokens")).json.access_tokens).toEqual([]);
  });

  test("a listing is paged and filtered by prefix", async ({ server }) => {
    for (const id of ["b/1", "a/2", "a/1"]) await issue(server, { id });
    const list = async (query: string) => (await http(server, "GET", `/v1/access-tokens?${query}`)).json;
    const first = await list("prefix=a/&limit=1");
    expect([first.access_tokens[0].id, first.has_more]).toEqual(["a/1", true]);
    const second = await list("prefix=a/&limit=1&start_after=a/1");
    expect([second.access_tokens[0].id, second.has_more]).toEqual(["a/2", false]);
    expect((await list("prefix=c")).access_tokens).toEqual([]);
  });

  test("an id can be taken only once, and is free again after revocation", async ({ server }) => {
    await issue(server);
    expect(verdict(await issue(server))).toEqual([409, "resource_already_exists"]);
    await http(server, "DELETE", "/v1/access-tokens/token");
    expect((await issue(server)).status).toBe(201);
  });

  test.for([
    ["an empty id", { id: "" }, [400, "bad_json"]],
    ["an id of 97 bytes", { id: "x".repeat(97) }, [400, "bad_json"]],
    ["an unknown operation", { scope: { ops: ["fly"] } }, [400, "bad_json"]],
    ["both kinds of a set", { scope: { ops: ["read"], basins: { exact: "", prefix: "" } } }, [400, "bad_json"]],
    ["a time that is none", { expires_at: "tomorrow" }, [400, "bad_json"]],
    ["no operation", { scope: {} }, [422, "invalid"]],
    ["groups that permit nothing", { scope: { op_groups: { stream: { read: false } } } }, [422, "invalid"]],
    ["prefixing without a scope of streams", { auto_prefix_streams: true, scope: { ops: ["read"] } }, [422, "invalid"]],
    [
      "prefixing with an exact stream",
      { auto_prefix_streams: true, scope: { ops: ["read"], streams: { exact: "s" } } },
      [422, "invalid"],
    ],
    ["an expiry in the past", { expires_at: "2001-01-01T00:00:00Z" }, [422, "invalid"]],
  ] as const)("a token with %s is refused", async ([, request, expected], { server }) => {
    expect(verdict(await issue(server, request))).toEqual(expected);
  });
});

describe("who is let in", () => {
  test("anybody, with any token or none, when nothing is enforced", async ({ server }) => {
    for (const headers of [{}, { authorization: "whatever" }, bearer("x"), { authorization: "" }]) {
      expect((await http(server, "GET", "/v1/basins", { headers })).status).toBe(200);
    }
  });

  test("only the root token and issued tokens when authentication is on", async () => {
    await using server = await startServer({ auth: { rootToken: "root" } });
    const get = async (headers: Record<string, string>) =>
      verdict(await http(server, "GET", "/v1/basins", { headers }));
    for (const headers of [{}, bearer("x"), { authorization: "root" }, { authorization: "Basic root" }]) {
      expect(await get(headers)).toEqual(UNKNOWN);
    }
    expect(server.clientOptions().accessToken).toBe("root");
    expect(await get(bearer("root"))).toEqual([200, undefined]);
    const { access_token: issued } = (await issue(server, {}, "root")).json;
    expect(await get(bearer(issued))).toEqual([200, undefined]);
    expect((await http(server, "GET", "/health")).status).toBe(200);
  });

  test("not a token that was revoked, even where unknown tokens are accepted", async ({ server }) => {
    const token = await tokenFor(server, { ops: ["list-basins"] }, { id: "short-lived" });
    await http(server, "DELETE", "/v1/access-tokens/short-lived");
    expect(verdict(await http(server, "GET", "/v1/basins", { headers: bearer(token) }))).toEqual(UNKNOWN);
  });

  test("not a token that expired; its id is free again", async ({ timedServer: server, clock }) => {
    const expires_at = new Date(clock.now() + 1_000).toISOString();
    const token = await tokenFor(server, { ops: ["list-basins"] }, { id: "brief", expires_at });
    await clock.advance(999);
    expect((await http(server, "GET", "/v1/basins", { headers: bearer(token) })).status).toBe(200);
    await clock.advance(1);
    expect(verdict(await http(server, "GET", "/v1/basins", { headers: bearer(token) }))).toEqual(UNKNOWN);
    expect((await issue(server, { id: "brief" })).status).toBe(201);
  });

  test("no longer the holder of a session once the token is revoked", async ({ server }) => {
    const token = await tokenFor(server, { op_groups: ALL_GROUPS }, { id: "revoked" });
    await using connection = new Connection(server);
    const appending = connection.open("POST", RECORDS, bearer(token));
    appending.stream.write(INPUT);
    await appending.next();
    const reading = connection.open("GET", `${RECORDS}?seq_num=1`, bearer(token));
    await reading.next();
    await http(server, "DELETE", "/v1/access-tokens/revoked");
    await append(server, "s", "x");
    appending.stream.write(INPUT);
    for (const session of [appending, reading]) {
      const { status, body } = terminalOf(await session.next());
      expect([status, body.code]).toEqual(UNKNOWN);
    }
    expect((await http(server, "GET", `${RECORDS}/tail`)).json.tail.seq_num).toBe(2);
  });
});

/** How to ask for each operation, on the basin and the stream that the scopes below name. */
const REQUESTS: Readonly<Record<string, readonly [method: string, path: string, body?: object]>> = {
  "list-basins": ["GET", "/v1/basins"],
  "create-basin": ["POST", "/v1/basins", { basin: "other-basin" }],
  "delete-basin": ["DELETE", `/v1/basins/${BASIN}`],
  "reconfigure-basin": ["PATCH", `/v1/basins/${BASIN}`, {}],
  "get-basin-config": ["GET", `/v1/basins/${BASIN}`],
  "issue-access-token": ["POST", "/v1/access-tokens", { id: "child", scope: { ops: ["issue-access-token"] } }],
  "revoke-access-token": ["DELETE", "/v1/access-tokens/victim"],
  "list-access-tokens": ["GET", "/v1/access-tokens"],
  "list-streams": ["GET", "/v1/streams"],
  "create-stream": ["POST", "/v1/streams", { stream: "fresh" }],
  "delete-stream": ["DELETE", "/v1/streams/s"],
  "get-stream-config": ["GET", "/v1/streams/s"],
  "reconfigure-stream": ["PATCH", "/v1/streams/s", {}],
  "check-tail": ["GET", `${RECORDS}/tail`],
  append: ["POST", RECORDS, { records: [{}] }],
  read: ["GET", `${RECORDS}?count=0`],
  trim: ["POST", RECORDS, { records: [{ headers: [["", "trim"]], body: "12345678" }] }],
  fence: ["POST", RECORDS, { records: [{ headers: [["", "fence"]], body: "" }] }],
  "account-metrics": ["GET", "/v1/metrics?set=active-basins&start=0&end=60"],
  "basin-metrics": ["GET", `/v1/metrics/${BASIN}?set=storage&start=0&end=60`],
  "stream-metrics": ["GET", `/v1/metrics/${BASIN}/s?set=storage&start=0&end=60`],
  "list-locations": ["GET", "/v1/locations"],
  "get-default-location": ["GET", "/v1/locations/default"],
  "set-default-location": ["PUT", "/v1/locations/default"],
};
const OPERATIONS = Object.keys(REQUESTS);
const ACCOUNT_LEVEL = /basins$|^(?:create|delete)-basin$|access-token|location|^account-/;
const BASIN_LEVEL = /^(?:reconfigure-basin|get-basin-config|list-streams|create-stream|delete-stream|basin-metrics)$/;
const READS = /^(?:list-|get-|check-|read$)|-metrics$/;

function ask(server: EmbeddedServer, operation: string, token: string): Promise<HttpAnswer> {
  const [method, path, body] = REQUESTS[operation]!;
  const headers = bearer(token);
  return path === "/v1/locations/default" && method === "PUT"
    ? http(server, method, path, { headers: { ...headers, "content-type": "application/json" }, body: '"local"' })
    : http(server, method, path, { headers, body });
}

async function prepare(server: EmbeddedServer): Promise<void> {
  await http(server, "PUT", "/v1/streams/s");
  await issue(server, { id: "victim" });
}

describe("what a token permits", () => {
  test.for(OPERATIONS)("%s alone permits that and nothing else", async (operation, { server }) => {
    await prepare(server);
    const token = await tokenFor(server, { ops: [operation] });
    for (const other of OPERATIONS.filter((name) => name !== operation)) {
      expect([other, verdict(await ask(server, other, token))]).toEqual([other, DENIED]);
    }
    expect((await ask(server, operation, token)).status).toBeLessThan(300);
  });

  test.for(["account", "basin", "stream"].flatMap((level) => ["read", "write"].map((kind) => [level, kind] as const)))(
    "the group %s %s permits its operations",
    async ([level, kind], { server }) => {
      await prepare(server);
      const token = await tokenFor(server, { op_groups: { [level]: { [kind]: true } } });
      for (const operation of OPERATIONS) {
        const ownLevel = ACCOUNT_LEVEL.test(operation) ? "account" : BASIN_LEVEL.test(operation) ? "basin" : "stream";
        const ownKind = READS.test(operation) ? "read" : "write";
        const asked = operation.startsWith("issue")
          ? issue(server, { id: "c", scope: { ops: ["create-basin"] } }, token)
          : ask(server, operation, token);
        const { status } = await asked;
        expect([operation, status === 403]).toEqual([operation, ownLevel !== level || ownKind !== kind]);
      }
    },
  );

  test("groups and single operations together are permitted", async ({ server }) => {
    await prepare(server);
    const token = await tokenFor(server, { op_groups: { stream: { read: true } }, ops: ["append"] });
    for (const operation of ["append", "read", "check-tail"])
      expect((await ask(server, operation, token)).status).toBe(200);
    expect(verdict(await ask(server, "fence", token))).toEqual(DENIED);
  });

  test("a batch needs every operation that its records are", async ({ server }) => {
    const token = await tokenFor(server, { ops: ["append", "trim"] });
    const records = [{}, { headers: [["", "trim"]], body: "12345678" }];
    const send = (list: object[]) => http(server, "POST", RECORDS, { headers: bearer(token), body: { records: list } });
    expect((await send(records)).status).toBe(200);
    expect(verdict(await send([...records, { headers: [["", "fence"]] }]))).toEqual(DENIED);
    await using connection = new Connection(server);
    const session = connection.open("POST", RECORDS, bearer(await tokenFor(server, { ops: ["fence"] })));
    session.stream.write(INPUT);
    expect(terminalOf(await session.next()).status).toBe(403);
  });

  test("ensuring needs the right to create what is missing, and to reconfigure what is there", async ({ server }) => {
    const create = await tokenFor(server, { ops: ["create-basin", "create-stream"] });
    const change = await tokenFor(server, { ops: ["reconfigure-basin", "reconfigure-stream"] });
    const put = async (path: string, token: string) =>
      (await http(server, "PUT", path, { headers: bearer(token) })).status;
    for (const [path, other] of [
      ["/v1/basins/fresh-basin", `/v1/basins/${BASIN}`],
      ["/v1/streams/a", "/v1/streams/a"],
    ] as const) {
      expect([await put(path, change), await put(path, create)]).toEqual([403, 201]);
      expect([await put(other, create), await put(other, change)]).toEqual([403, 200]);
    }
  });
});

describe("what a token covers", () => {
  test("only its basins, in requests and in the listing", async ({ server }) => {
    await http(server, "PUT", "/v1/basins/other-basin");
    for (const basins of [{ exact: BASIN }, { prefix: "test-" }]) {
      const token = await tokenFor(server, { op_groups: ALL_GROUPS, basins });
      const get = (path: string, basin = BASIN) =>
        http(server, "GET", path, { headers: { ...bearer(token), "s2-basin": basin } });
      expect((await get("/v1/basins")).json.basins.map(({ name }: { name: string }) => name)).toEqual([BASIN]);
      expect((await get(`/v1/basins/${BASIN}`)).status).toBe(200);
      expect(verdict(await get("/v1/basins/other-basin"))).toEqual(DENIED);
      expect(verdict(await get("/v1/streams", "other-basin"))).toEqual(DENIED);
      expect(verdict(await get("/v1/streams/s", "missing-basin"))).toEqual(DENIED);
    }
    const none = await tokenFor(server, { op_groups: ALL_GROUPS, basins: { exact: "" } });
    expect(verdict(await http(server, "GET", `/v1/basins/${BASIN}`, { headers: bearer(none) }))).toEqual(DENIED);
  });

  test("only its streams, in requests and in the listing", async ({ server }) => {
    for (const name of ["a/1", "b/1"]) await append(server, encodeURIComponent(name), "x");
    const headers = bearer(await tokenFor(server, { op_groups: ALL_GROUPS, streams: { prefix: "a/" } }));
    const { streams } = (await http(server, "GET", "/v1/streams", { headers })).json;
    expect(streams.map(({ name }: { name: string }) => name)).toEqual(["a/1"]);
    expect((await http(server, "GET", "/v1/streams/a%2F1/records?seq_num=0", { headers })).status).toBe(200);
    expect(verdict(await http(server, "GET", "/v1/streams/b%2F1/records?seq_num=0", { headers }))).toEqual(DENIED);
    expect(verdict(await http(server, "POST", "/v1/streams", { headers, body: { stream: "c" } }))).toEqual(DENIED);
  });

  test("only its access tokens, in requests and in the listing", async ({ server }) => {
    await issue(server, { id: "a-1" });
    await issue(server, { id: "b-1" });
    const scope = { op_groups: ALL_GROUPS, access_tokens: { prefix: "a-" } };
    const token = await tokenFor(server, scope, { id: "c-1" });
    const { access_tokens: seen } = (await http(server, "GET", "/v1/access-tokens", { headers: bearer(token) })).json;
    expect(seen.map(({ id }: { id: string }) => id)).toEqual(["a-1"]);
    expect(verdict(await http(server, "DELETE", "/v1/access-tokens/b-1", { headers: bearer(token) }))).toEqual(DENIED);
    expect(verdict(await issue(server, { id: "b-2", scope }, token))).toEqual(DENIED);
    expect((await issue(server, { id: "a-2", scope }, token)).status).toBe(201);
  });
});

describe("a token that issues tokens", () => {
  const parent = { ops: ["issue-access-token", "read"], basins: { prefix: "test-" }, streams: { exact: "s" } };

  test.for([
    ["the same", parent, 201],
    ["less", { ops: ["read"], basins: { exact: BASIN }, streams: { exact: "" } }, 201],
    ["another operation", { ...parent, ops: ["append"] }, 403],
    ["a group with more in it", { ...parent, op_groups: { stream: { read: true } } }, 403],
    ["all basins", { ...parent, basins: { prefix: "" } }, 403],
    ["no basins", { ops: ["read"], streams: { exact: "s" } }, 201],
    ["another stream", { ...parent, streams: { exact: "t" } }, 403],
    ["a prefix around its stream", { ...parent, streams: { prefix: "s" } }, 403],
  ] as const)("and asks for %s", async ([, scope, status], { server }) => {
    const token = await tokenFor(server, parent);
    expect((await issue(server, { id: "child", scope }, token)).status).toBe(status);
  });

  test("passes on no more time than it has", async ({ timedServer: server, clock }) => {
    const at = (ms: number): string => new Date(clock.now() + ms).toISOString();
    const scope = { ops: ["issue-access-token"] };
    const token = await tokenFor(server, scope, { id: "parent", expires_at: at(10_000) });
    await issue(server, { id: "later", scope, expires_at: at(20_000) }, token);
    await issue(server, { id: "sooner", scope, expires_at: at(5_000) }, token);
    await issue(server, { id: "unsaid", scope }, token);
    const { access_tokens: tokens } = (await http(server, "GET", "/v1/access-tokens")).json;
    const left = tokens.map(({ id, expires_at }: { id: string; expires_at: string }) => [
      id,
      Date.parse(expires_at) - clock.now(),
    ]);
    expect(Object.fromEntries(left)).toEqual({ parent: 10_000, later: 10_000, sooner: 5_000, unsaid: 10_000 });
  });
});

test("a prefixed token sees its streams without the prefix, and others do not see them so", async ({ server }) => {
  const scope = { op_groups: ALL_GROUPS, streams: { prefix: "tenant/" } };
  const headers = bearer(await tokenFor(server, scope, { auto_prefix_streams: true }));
  const created = await http(server, "POST", "/v1/streams", { headers, body: { stream: "s" } });
  expect(created.json.name).toBe("s");
  expect((await http(server, "PUT", "/v1/streams/t", { headers })).json.name).toBe("t");
  const appended = await http(server, "POST", RECORDS, { headers, body: { records: [{}] } });
  expect(appended.json.start.seq_num).toBe(0);
  const names = async (query: string, own: Record<string, string>) =>
    (await http(server, "GET", `/v1/streams?${query}`, { headers: own })).json.streams.map(
      ({ name }: { name: string }) => name,
    );
  expect(await names("", headers)).toEqual(["s", "t"]);
  expect(await names("start_after=s", headers)).toEqual(["t"]);
  expect(await names("prefix=t", headers)).toEqual(["t"]);
  expect(await names("", {})).toEqual(["tenant/s", "tenant/t"]);
  expect((await http(server, "GET", "/v1/streams/tenant%2Fs/records/tail")).json.tail.seq_num).toBe(1);
  const tooLong = await http(server, "GET", `/v1/streams/${"x".repeat(510)}`, { headers });
  expect(verdict(tooLong)).toEqual([400, "bad_path"]);
});
