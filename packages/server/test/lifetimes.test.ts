import { describe, expect } from "vitest";
import type { ManualClock } from "../src/index.js";
import { append, BASIN, http, test } from "./harness.js";

const STREAM = "/v1/streams/s";

/** Moves the clock by so many seconds. */
const pass = (clock: ManualClock, seconds: number): Promise<void> => clock.advance(seconds * 1000);

describe("a deleted stream", () => {
  test("is pending for a moment, in which everything but listing and deleting again is refused", async ({
    timedServer: server,
    clock,
  }) => {
    await append(server, "s", "x");
    expect((await http(server, "DELETE", STREAM)).status).toBe(202);
    expect((await http(server, "DELETE", STREAM)).status).toBe(202);
    expect((await http(server, "GET", "/v1/streams")).json.streams[0].deleted_at).not.toBeNull();
    const body = { stream: "s" };
    for (const refused of [
      append(server, "s", "x"),
      http(server, "GET", STREAM),
      http(server, "GET", `${STREAM}/records?seq_num=0`),
      http(server, "GET", `${STREAM}/records/tail`),
      http(server, "PUT", STREAM),
      http(server, "PATCH", STREAM, { body: {} }),
      http(server, "POST", "/v1/streams", { body }),
    ]) {
      const { status, json } = await refused;
      expect([status, json.code]).toEqual([409, "stream_deletion_pending"]);
    }
    await clock.advance(50);
    expect((await http(server, "GET", STREAM)).status).toBe(404);
    expect((await append(server, "s", "x")).json.start.seq_num).toBe(0);
  });
});

describe("a deleted basin", () => {
  test("takes its streams along and then frees its name", async ({ timedServer: server, clock }) => {
    await append(server, "s", "x");
    expect((await http(server, "DELETE", `/v1/basins/${BASIN}`)).status).toBe(202);
    expect((await http(server, "GET", `/v1/basins/${BASIN}`)).status).toBe(200);
    expect((await http(server, "GET", "/v1/basins")).json.basins[0].state).toBe("deleting");
    expect((await http(server, "POST", "/v1/streams", { body: { stream: "t" } })).json.code).toBe(
      "basin_deletion_pending",
    );
    expect((await append(server, "fresh", "x")).json.code).toBe("basin_deletion_pending");
    await clock.advance(50);
    expect((await http(server, "GET", `/v1/basins/${BASIN}`)).status).toBe(404);
    expect((await http(server, "PUT", `/v1/basins/${BASIN}`)).status).toBe(201);
    expect((await http(server, "GET", "/v1/streams")).json.streams).toEqual([]);
  });

  test("vanishes although it was empty", async ({ timedServer: server, clock }) => {
    await http(server, "DELETE", `/v1/basins/${BASIN}`);
    await clock.advance(50);
    expect((await http(server, "GET", "/v1/basins")).json.basins).toEqual([]);
  });
});

test("a basin that takes the name of a deleted one stays", async ({ timedServer: server, clock }) => {
  await append(server, "s", "x");
  await http(server, "DELETE", STREAM);
  await clock.advance(30);
  await http(server, "DELETE", `/v1/basins/${BASIN}`);
  await clock.advance(20);
  expect((await http(server, "PUT", `/v1/basins/${BASIN}`)).status).toBe(201);
  await clock.advance(100);
  expect((await http(server, "GET", `/v1/basins/${BASIN}`)).status).toBe(200);
});

describe("retention", () => {
  test("hides records that are older than the age", async ({ timedServer: server, clock }) => {
    await http(server, "PUT", STREAM, { body: { retention_policy: { age: 10 } } });
    await append(server, "s", "old");
    await pass(clock, 6);
    await append(server, "s", "young");
    await pass(clock, 4);
    const { records } = (await http(server, "GET", `${STREAM}/records?seq_num=0`)).json;
    expect(records.map(({ body }: { body: string }) => body)).toEqual(["young"]);
  });

  test("for ever means for ever", async ({ timedServer: server, clock }) => {
    await http(server, "PUT", STREAM, { body: { retention_policy: { infinite: {} } } });
    await append(server, "s", "x");
    await pass(clock, 1e9);
    expect((await http(server, "GET", `${STREAM}/records?seq_num=0`)).json.records).toHaveLength(1);
  });
});

describe("delete-on-empty", () => {
  const exists = async (server: Parameters<typeof http>[0]): Promise<boolean> =>
    (await http(server, "GET", STREAM)).status === 200;
  const on = (seconds: number) => ({ body: { delete_on_empty: { min_age_secs: seconds } } });

  test("removes a stream that is never written, after the minimum age", async ({ timedServer: server, clock }) => {
    await http(server, "PUT", STREAM, on(60));
    await pass(clock, 59);
    expect(await exists(server)).toBe(true);
    await pass(clock, 2);
    expect(await exists(server)).toBe(false);
  });

  test("counts from the last write, and waits for retention", async ({ timedServer: server, clock }) => {
    await http(server, "PUT", STREAM, { body: { ...on(10).body, retention_policy: { age: 100 } } });
    await pass(clock, 5);
    await append(server, "s", "x");
    await pass(clock, 99);
    expect(await exists(server)).toBe(true);
    await pass(clock, 2);
    expect(await exists(server)).toBe(false);
  });

  test("removes a stream that was trimmed empty, the trim being its last write", async ({
    timedServer: server,
    clock,
  }) => {
    await http(server, "PUT", STREAM, { body: { ...on(10).body, retention_policy: { infinite: {} } } });
    await append(server, "s", "x");
    await pass(clock, 1_000);
    expect(await exists(server)).toBe(true);
    const trim = { records: [{ headers: [["", "dHJpbQ=="]], body: "//////////8=" }] };
    await http(server, "POST", `${STREAM}/records`, { headers: { "s2-format": "base64" }, body: trim });
    await pass(clock, 9);
    expect(await exists(server)).toBe(true);
    await pass(clock, 2);
    expect(await exists(server)).toBe(false);
  });

  test("starts to count when it is turned on, and stops when it is turned off", async ({
    timedServer: server,
    clock,
  }) => {
    await http(server, "PUT", STREAM);
    await pass(clock, 100);
    await http(server, "PATCH", STREAM, on(10));
    await pass(clock, 9);
    expect(await exists(server)).toBe(true);
    await http(server, "PATCH", STREAM, on(0));
    await pass(clock, 100);
    expect(await exists(server)).toBe(true);
    await http(server, "PATCH", STREAM, on(10));
    await pass(clock, 11);
    expect(await exists(server)).toBe(false);
  });

  test("does not touch a stream of the same name that was created later", async ({ timedServer: server, clock }) => {
    await http(server, "PUT", STREAM, on(60));
    await http(server, "DELETE", STREAM);
    await clock.advance(50);
    await http(server, "PUT", STREAM);
    await pass(clock, 100);
    expect(await exists(server)).toBe(true);
  });
});
