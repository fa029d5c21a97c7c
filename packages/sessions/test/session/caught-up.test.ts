import { AppendRecord } from "@s2kit/core";
import { describe, expect } from "vitest";
import { errorOf, numbered, test } from "./harness.js";

describe("the promise of being caught up", () => {
  test("survives a reconnect", async ({ world }) => {
    await world.fill(numbered(3));
    const fault = world.server.faults.push({ on: "read-session", action: "drop-connection", at: "before-frame" });
    const session = world.read();
    const reached = session.caughtUp();
    await fault.struck;
    const iterator = session[Symbol.asyncIterator]();
    for (const body of ["0", "1", "2"]) expect((await iterator.next()).value?.text()).toBe(body);
    expect((await reached).seqNum).toBe(3);
    await session.close();
  });

  test("that resolved keeps its tail through a later failure, which new ones reject with", async ({ world }) => {
    await world.fill(numbered(2));
    const session = world.read({ from: { seqNum: 2 } });
    const early = session.caughtUp();
    await early;
    world.server.faults.push({
      on: "read-session",
      action: "respond",
      at: "before-frame",
      status: 403,
      body: { code: "permission_denied", message: "" },
    });
    const next = errorOf(session[Symbol.asyncIterator]().next());
    await world.fill(numbered(1));
    expect((await next).code).toBe("permission_denied");
    expect((await early).seqNum).toBe(2);
    expect((await errorOf(session.caughtUp())).code).toBe("permission_denied");
    expect(session.isCaughtUp).toBe(false);
  });

  test("counts a hidden last record, once what is before it was handed out", async ({ world }) => {
    await world.fill([{ body: "0" }, AppendRecord.fence("")]);
    const session = world.read({ ignoreCommandRecords: true });
    const reached = session.caughtUp();
    const iterator = session[Symbol.asyncIterator]();
    expect((await iterator.next()).value?.text()).toBe("0");
    expect((await reached).seqNum).toBe(2);
    expect([session.isCaughtUp, session.position]).toEqual([true, 2]);
    await session.close();
  });

  test("is one and the same tail until something is appended", async ({ world }) => {
    await world.fill(numbered(1));
    const session = world.read({ from: { seqNum: 1 } });
    const first = await session.caughtUp();
    expect(await session.caughtUp()).toBe(first);
    await session.close();
    expect(await session.caughtUp()).toBe(first);
  });
});
