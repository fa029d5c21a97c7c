import { type EmbeddedServer, ManualClock, type ServerOptions, startServer } from "@s2kit/server";
import { test as base, type TestAPI, vi } from "vitest";
import { type Basin, S2 } from "../../src/index.js";

/** Set to the address of another server, these tests run against it: `S2KIT_TEST_URL=http://127.0.0.1:8080 vitest run`. */
const OTHER_SERVER = process.env["S2KIT_TEST_URL"];

/** What only the embedded server does (faults, access tokens, chosen locations) is skipped then. */
export const onOtherServer: boolean = OTHER_SERVER !== undefined;

interface Fixtures {
  readonly options: ServerOptions;
  /** The embedded server's clock: nothing expires or goes away until it is advanced. */
  readonly clock: ManualClock;
  readonly server: EmbeddedServer;
  readonly s2: S2;
  /** Begins the names of everything that a test makes; nothing else does. */
  readonly prefix: string;
  /** A basin that exists. */
  readonly basin: Basin;
  /** Waits until what is being deleted is gone. */
  readonly gone: (probe: () => Promise<unknown>) => Promise<void>;
}

/** Each test gets a server and names of its own. */
export const test: TestAPI<Fixtures> = base.extend<Fixtures>({
  options: {},
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the dependencies of a fixture from this pattern.
  clock: async ({}, use) => use(new ManualClock()),
  server: async ({ clock, options }, use) => {
    await using server = await startServer({ port: 0, clock, ...options });
    await use(server);
  },
  s2: async ({ server }, use) => {
    const other = OTHER_SERVER && { accessToken: "ignored", endpoints: { account: OTHER_SERVER, basin: OTHER_SERVER } };
    await using s2 = new S2(other || server.clientOptions());
    await use(s2);
  },
  // biome-ignore lint/correctness/noEmptyPattern: see above.
  prefix: async ({}, use) => use(`t${Math.random().toString(36).slice(2, 10).padEnd(8, "0")}-`),
  basin: async ({ s2, prefix }, use) => {
    await s2.basins.create({ basin: `${prefix}basin` });
    await use(s2.basin(`${prefix}basin`));
  },
  gone: async ({ clock }, use) => {
    await use(async (probe) => {
      await clock.advance(60_000);
      await vi.waitFor(async () => {
        const found = await probe().then(
          () => true,
          (error: { status?: number }) => error.status !== 404,
        );
        if (found) throw new Error("still there");
      });
    });
  },
});

/** What an async iterable gives, as a list. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** The names of items. */
export function names(items: readonly { readonly name: string }[]): string[] {
  return items.map(({ name }) => name);
}
