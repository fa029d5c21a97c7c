import { afterAll, beforeAll, describe } from "vitest";
import { runConformance } from "../src/harness/run-conformance.js";
import { findS2Lite, type S2Lite, startS2Lite } from "../src/servers/index.js";

const binary = await findS2Lite();
const required = process.env["S2KIT_LITE"] === "required";

if (binary === undefined && !required) {
  console.warn(
    [
      "#".repeat(78),
      "# SKIPPED: conformance against s2 lite, because no s2 binary was found.",
      "# `node scripts/install-s2-lite.mjs` finds or builds it.",
      "#".repeat(78),
    ].join("\n"),
  );
}

describe.skipIf(binary === undefined && !required)("s2 lite", () => {
  let server: S2Lite;
  beforeAll(async () => {
    server = await startS2Lite({ binary });
  }, 60_000);
  afterAll(() => server?.stop("SIGKILL"));

  runConformance({ server: "lite", baseUrl: () => server.url });
});
