import { describe, expect } from "vitest";
import { collect, names, onOtherServer, test } from "../support/harness.js";

describe("delete", () => {
  test("makes a stream go away with its records", async ({ basin, gone }) => {
    await basin.streams.create({ stream: "events" });
    await basin.stream("events").append([{ body: "first" }]);
    await basin.streams.delete("events");
    await gone(() => basin.streams.getConfig("events"));
    expect(names(await collect(basin.streams.listAll({ includeDeleted: true })))).toEqual([]);
    await basin.streams.create({ stream: "events" });
    expect((await basin.stream("events").checkTail()).seqNum).toBe(0);
  });

  test("fails with stream_not_found when there is none", async ({ basin }) => {
    await expect(basin.streams.delete("events")).rejects.toMatchObject({
      code: "stream_not_found",
      status: 404,
      maybeApplied: false,
    });
  });

  // Another server may be done with it before the next request arrives.
  describe.skipIf(onOtherServer)("while the stream goes away", () => {
    test("lists it with the time of its deletion, to those who ask for it", async ({ basin }) => {
      await basin.streams.create({ stream: "a" });
      await basin.streams.create({ stream: "b" });
      await basin.streams.delete("a");
      expect((await basin.streams.list()).items.map(({ deletedAt }) => deletedAt instanceof Date)).toEqual([
        true,
        false,
      ]);
      expect(names(await collect(basin.streams.listAll({ limit: 1 })))).toEqual(["b"]);
      expect(names(await collect(basin.streams.listAll({ limit: 1, includeDeleted: true })))).toEqual(["a", "b"]);
    });

    test("succeeds again", async ({ basin }) => {
      await basin.streams.create({ stream: "events" });
      await basin.streams.delete("events");
      await basin.streams.delete("events");
      expect(await basin.streams.deleteIfExists("events")).toBe(true);
    });

    test("fails with stream_deletion_pending for everything else", async ({ basin }) => {
      await basin.streams.create({ stream: "events" });
      await basin.streams.delete("events");
      const pending = { code: "stream_deletion_pending", status: 409, maybeApplied: false };
      await expect(basin.streams.create({ stream: "events" })).rejects.toMatchObject(pending);
      await expect(basin.streams.ensure({ stream: "events" })).rejects.toMatchObject(pending);
      await expect(basin.streams.getConfig("events")).rejects.toMatchObject(pending);
      await expect(basin.streams.reconfigure("events", {})).rejects.toMatchObject(pending);
    });
  });
});

describe("deleteIfExists", () => {
  test("says whether there was a stream", async ({ basin, gone }) => {
    await basin.streams.create({ stream: "events" });
    expect(await basin.streams.deleteIfExists("events")).toBe(true);
    await gone(() => basin.streams.getConfig("events"));
    expect(await basin.streams.deleteIfExists("events")).toBe(false);
  });
});

describe("checkTail", () => {
  test("is 0 for a stream without records, and the next sequence number after appends", async ({ basin }) => {
    await basin.streams.create({ stream: "events" });
    const stream = basin.stream("events");
    expect((await stream.checkTail()).seqNum).toBe(0);
    await stream.append([{ body: "a" }, { body: "b" }]);
    expect((await stream.checkTail()).seqNum).toBe(2);
  });

  test("fails with stream_not_found when there is none", async ({ basin }) => {
    await expect(basin.stream("events").checkTail()).rejects.toMatchObject({ code: "stream_not_found" });
  });
});
