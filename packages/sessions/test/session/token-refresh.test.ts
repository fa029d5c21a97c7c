import { describe, expect, test } from "vitest";
import { errorOf, numbered, startWorld, take } from "./harness.js";

const REFUSED = { action: "respond", status: 401, body: { code: "authn", message: "expired" } } as const;

describe("when the service refuses the token", () => {
  test("a session asks the provider for another, tells it which was refused, and goes on without losing its place", async () => {
    const asked: (string | undefined)[] = [];
    const accessToken = ({ rejectedToken }: { rejectedToken?: string | undefined }): string => {
      asked.push(rejectedToken);
      return `token-${asked.length}`;
    };
    await using world = await startWorld({ client: { accessToken, retry: "never" } });
    await world.fill(numbered(2000));
    world.server.faults.push({ on: "read-session", at: "after-frame", ...REFUSED });
    expect(await take(world.read(), 2000)).toEqual(numbered(2000).map(({ body }) => body));
    expect(asked.filter((token) => token !== undefined)).toHaveLength(1);

    world.server.faults.push({ on: "append-session", at: "before-commit", after: 1, ...REFUSED });
    await using session = world.append();
    for (let batch = 0; batch < 4; batch++) await session.submit(numbered(1, 2000 + batch));
    await session.flush();
    expect(asked.filter((token) => token !== undefined)).toHaveLength(2);
    expect((await world.bodies()).slice(2000)).toEqual(numbered(4, 2000).map(({ body }) => body));
  });

  test("a second refusal in a row is final, also for a session that never gives up", async () => {
    let asked = 0;
    await using world = await startWorld({ client: { accessToken: () => `token-${++asked}` } });
    const fault = world.server.faults.push({ on: "read-session", ...REFUSED, count: Number.POSITIVE_INFINITY });
    const error = await errorOf(take(world.read({ retry: "forever" }), 1));
    expect([error.code, error.status, fault.injected]).toEqual(["authn", 401, 2]);
  });

  test("a fixed token is final at once, and is not in the error", async () => {
    await using world = await startWorld({ client: { accessToken: "very-secret" } });
    const fault = world.server.faults.push({ on: "append-session", ...REFUSED, count: Number.POSITIVE_INFINITY });
    const session = world.append({ retry: "forever" });
    const error = await errorOf((await session.submit(numbered(1))).ack());
    expect([error.code, error.maybeApplied, fault.injected]).toEqual(["authn", false, 1]);
    expect(JSON.stringify(error) + error.stack + String(error.cause)).not.toContain("very-secret");
  });
});

describe("when the token provider never answers", () => {
  const never = (): Promise<string> => new Promise(() => undefined);

  test("an append session gives up after its attempts, and certainly nothing was sent", async () => {
    await using world = await startWorld({ client: { accessToken: never, timeoutMs: 30, retry: { maxAttempts: 2 } } });
    const session = world.append();
    const ticket = await session.submit(numbered(1));
    const closed = session.close();
    expect(await errorOf(ticket.ack())).toMatchObject({ code: "token_unavailable", maybeApplied: false });
    expect((await errorOf(closed)).code).toBe("token_unavailable");
  });

  test.each(["http2", "fetch", "sse"] as const)(
    "over %s no timer is left of a session that is ended meanwhile",
    async (transport) => {
      const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
      await using world = await startWorld({ client: { accessToken: never }, transport: { transport } });
      const before = timers();
      const [appending, reading] = [world.append(), world.read()];
      await appending.submit(numbered(1));
      expect(timers()).toBeGreaterThan(before);
      appending.abort();
      await reading.close();
      expect(timers()).toBe(before);
    },
  );

  test("a read session tries again, and goes on when there is a token", async () => {
    let asked = 0;
    const accessToken = (): Promise<string> => (asked++ === 1 ? never() : Promise.resolve("token"));
    await using world = await startWorld({ client: { accessToken, timeoutMs: 50 } });
    await world.fill(numbered(2));
    expect(await take(world.read(), 2)).toEqual(["0", "1"]);
    expect(asked).toBe(3);
  });
});
