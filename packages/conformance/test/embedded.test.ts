import { startServer } from "@s2kit/server";
import { afterAll, beforeAll, describe } from "vitest";
import { runConformance } from "../src/index.js";
import { canReadZstd } from "../src/wire/frame.js";

describe("embedded server", () => {
  let server: Awaited<ReturnType<typeof startServer>>;
  beforeAll(async () => {
    server = await startServer({ port: 0 });
  });
  afterAll(() => server?.close());

  runConformance({ server: "embedded", baseUrl: () => server.url, zstd: canReadZstd });
});
