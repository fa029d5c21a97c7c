import { afterAll, beforeAll } from "vitest";
import { runConformance } from "../src/index.js";
import { type S2Lite, startS2Lite } from "../src/servers/index.js";
import { describeOnLite } from "./lite/describe-on-lite.js";

describeOnLite("s2 lite", () => {
  let server: S2Lite;
  beforeAll(async () => {
    server = await startS2Lite();
  }, 60_000);
  afterAll(() => server?.stop("SIGKILL"));

  runConformance({ server: "lite", baseUrl: () => server.url });
});
