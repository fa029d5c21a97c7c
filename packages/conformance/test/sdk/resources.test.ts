import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer } from "@s2kit/server";
import { applyResources, parseResources, planResources, S2 } from "s2kit";
import { expect, test } from "vitest";
import { startS2Lite } from "../../src/servers/index.js";
import { describeOnLite } from "../lite/describe-on-lite.js";
import { describeOnEachServer } from "./each-server.js";

const LIMIT = { timeout: 60_000 };

/** A file with every setting that the form has. */
const FILE = JSON.stringify({
  $schema: "./resources.schema.json",
  basins: [
    { name: "plain-basin" },
    {
      name: "full-basin",
      config: {
        create_stream_on_append: true,
        create_stream_on_read: true,
        stream_cipher: "aegis-256",
        default_stream_config: { storage_class: "standard", retention_policy: "infinite" },
      },
      streams: [
        { name: "default" },
        {
          name: "a/configured stream",
          config: {
            storage_class: "express",
            retention_policy: "2h 30m",
            timestamping: { mode: "client-require", uncapped: true },
            delete_on_empty: { min_age: "1day" },
          },
        },
      ],
    },
  ],
});

async function actionsOn(url: string, text: string): Promise<[name: string, action: string][]> {
  await using s2 = new S2({ accessToken: "token", endpoints: url });
  const { steps } = await planResources(s2, parseResources(text));
  return steps.map((step) => [step.kind === "stream" ? step.stream : step.basin, step.action]);
}

const UNCHANGED = [
  ["plain-basin", "unchanged"],
  ["full-basin", "unchanged"],
  ["default", "unchanged"],
  ["a/configured stream", "unchanged"],
];

test("a server that was started with a resource file has nothing that a plan would change: embedded", async () => {
  await using server = await startServer({ initFile: FILE });
  expect(await actionsOn(server.url, FILE)).toEqual(UNCHANGED);
});

describeOnLite("a server that was started with a resource file", () => {
  test("has nothing that a plan would change: s2 lite", LIMIT, async () => {
    const folder = await mkdtemp(join(tmpdir(), "s2kit-resources-"));
    try {
      const initFile = join(folder, "resources.json");
      await writeFile(initFile, FILE);
      await using server = await startS2Lite({ args: ["--init-file", initFile] });
      expect(await actionsOn(server.url, FILE)).toEqual(UNCHANGED);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describeOnEachServer((server) => {
  test("applying a resource file makes what it says, and the second time nothing", LIMIT, async () => {
    const text = FILE.replaceAll("-basin", "-applied");
    await using s2 = new S2({ accessToken: "token", endpoints: server().url });
    const spec = parseResources(text);
    const created = await applyResources(s2, spec);
    expect(created.map(({ result }) => result)).toEqual(["created", "created", "created", "created"]);
    expect((await actionsOn(server().url, text)).map(([, action]) => action)).toEqual(
      UNCHANGED.map(([, action]) => action),
    );
    const again = await applyResources(s2, spec);
    expect(again.map(({ result }) => result)).not.toContain("created");
    expect(again.map(({ result }) => result)).not.toContain("updated");
  });
});
