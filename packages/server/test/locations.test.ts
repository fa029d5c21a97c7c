import { describe, expect } from "vitest";
import { type EmbeddedServer, startServer } from "../src/index.js";
import { BASIN, http, test } from "./harness.js";

const setDefault = (server: EmbeddedServer, body: string) =>
  http(server, "PUT", "/v1/locations/default", { headers: { "content-type": "application/json" }, body });

describe("locations", () => {
  test("there is one, which every basin is in", async ({ server }) => {
    const local = {
      name: "local",
      is_private: false,
      storage_classes: ["express", "standard"],
      default_storage_class: "express",
    };
    expect((await http(server, "GET", "/v1/locations")).json).toEqual([local]);
    expect((await http(server, "GET", "/v1/locations/default")).json).toEqual(local);
    expect((await http(server, "GET", "/v1/basins")).json.basins[0].location).toBe("local");
  });

  test("a basin gets the one it asks for, else the default, and cannot move", async () => {
    await using server = await startServer({ locations: [{ name: "aws:a" }, { name: "aws:b", isPrivate: true }] });
    const create = async (basin: string, location?: string) =>
      (await http(server, "POST", "/v1/basins", { body: { basin, location } })).json.location;
    expect(await create("basin-one")).toBe("aws:a");
    expect((await setDefault(server, '"aws:b"')).json).toEqual({ name: "aws:b", is_private: true });
    expect((await http(server, "GET", "/v1/locations/default")).json.name).toBe("aws:b");
    expect([await create("basin-two"), await create("basin-three", "aws:a")]).toEqual(["aws:b", "aws:a"]);
    const ensure = (location: string) => http(server, "PUT", "/v1/basins/basin-three", { body: { location } });
    expect((await ensure("aws:a")).status).toBe(200);
    const moved = await ensure("aws:b");
    expect([moved.status, moved.json.code]).toEqual([422, "invalid"]);
  });

  test("a basin that is being deleted says so, whatever location it is ensured at", async ({ timedServer: server }) => {
    await http(server, "DELETE", `/v1/basins/${BASIN}`);
    const { status, json } = await http(server, "PUT", `/v1/basins/${BASIN}`, { body: { location: "elsewhere" } });
    expect([status, json.code]).toEqual([409, "basin_deletion_pending"]);
  });

  test("only one that exists can become the default", async ({ server }) => {
    expect((await setDefault(server, '"elsewhere"')).json.code).toBe("invalid");
    for (const body of ['"no blanks"', "{}", "null", "local"])
      expect((await setDefault(server, body)).json.code).toBe("bad_json");
    expect((await setDefault(server, '"local"')).status).toBe(200);
  });
});

describe("with the flavour s2-lite", () => {
  test("tokens, locations and metrics are not implemented, after their arguments are checked", async () => {
    await using server = await startServer({ flavour: "s2-lite" });
    const range = "start=0&end=60";
    for (const [method, path, body] of [
      ["GET", "/v1/access-tokens"],
      ["POST", "/v1/access-tokens", { id: "a", scope: { ops: ["read"] } }],
      ["DELETE", "/v1/access-tokens/a"],
      ["GET", "/v1/locations"],
      ["GET", "/v1/locations/default"],
      ["GET", `/v1/metrics?set=account-ops&${range}`],
      ["GET", `/v1/metrics/some-basin?set=storage&${range}`],
      ["GET", `/v1/metrics/some-basin/s?set=storage&${range}`],
    ] as const) {
      const { status, json } = await http(server, method, path, { body });
      expect([path, status, json.code]).toEqual([path, 501, "not_implemented"]);
    }
    expect((await http(server, "GET", "/v1/metrics?set=weather")).json.code).toBe("bad_query");
    expect((await http(server, "DELETE", "/v1/access-tokens/a%00")).json.code).toBe("bad_path");
  });

  test("basins have no location", async () => {
    await using server = await startServer({ flavour: "s2-lite" });
    const body = { basin: "lite-basin", location: "aws:us-east-1" };
    expect((await http(server, "POST", "/v1/basins", { body })).json.location).toBeNull();
  });
});
