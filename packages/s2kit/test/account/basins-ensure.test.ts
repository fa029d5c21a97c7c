import { describe, expect } from "vitest";
import { test as base, onOtherServer } from "../support/harness.js";

const test = base.extend({ options: { locations: [{ name: "here" }, { name: "there" }] } });

describe("ensure", () => {
  test("creates a basin that is not there", async ({ s2, prefix }) => {
    const config = { createStreamOnAppend: true };
    const { result, info } = await s2.basins.ensure({ basin: `${prefix}basin`, config });
    expect(result).toBe("created");
    expect(info.name).toBe(`${prefix}basin`);
    expect(await s2.basins.getConfig(`${prefix}basin`)).toMatchObject(config);
  });

  test("changes nothing when the basin is as asked", async ({ s2, prefix }) => {
    const options = { basin: `${prefix}basin`, config: { createStreamOnAppend: true } };
    const first = await s2.basins.ensure(options);
    expect(await s2.basins.ensure(options)).toEqual({ result: "noop", info: first.info });
  });

  test("updates a basin that is different", async ({ s2, prefix }) => {
    const basin = `${prefix}basin`;
    const first = await s2.basins.ensure({ basin, config: { createStreamOnAppend: true } });
    const second = await s2.basins.ensure({ basin, config: { createStreamOnRead: true } });
    expect(second).toEqual({ result: "updated", info: first.info });
    expect(await s2.basins.getConfig(basin)).toEqual({ createStreamOnAppend: false, createStreamOnRead: true });
  });

  test("puts everything back to the defaults without a configuration", async ({ s2, prefix }) => {
    const basin = `${prefix}basin`;
    await s2.basins.create({ basin, config: { createStreamOnAppend: true, streamCipher: "aes-256-gcm" } });
    expect((await s2.basins.ensure({ basin })).result).toBe("updated");
    expect((await s2.basins.ensure({ basin })).result).toBe("noop");
    expect(await s2.basins.getConfig(basin)).toEqual({ createStreamOnAppend: false, createStreamOnRead: false });
  });
});

describe.skipIf(onOtherServer)("ensure at a location", () => {
  test("creates a basin there, and finds it there the next time", async ({ s2, prefix }) => {
    const options = { basin: `${prefix}basin`, location: "there" };
    const { result, info } = await s2.basins.ensure(options);
    expect([result, info.location]).toEqual(["created", "there"]);
    expect(await s2.basins.ensure(options)).toEqual({ result: "noop", info });
    expect((await s2.basins.ensure({ basin: options.basin })).info.location).toBe("there");
  });

  test("fails with invalid when the basin is elsewhere, and changes nothing", async ({ s2, prefix }) => {
    const basin = `${prefix}basin`;
    await s2.basins.create({ basin, location: "there" });
    const moving = s2.basins.ensure({ basin, location: "here", config: { createStreamOnAppend: true } });
    await expect(moving).rejects.toMatchObject({ code: "invalid", status: 422, maybeApplied: false });
    expect(await s2.basins.getConfig(basin)).toMatchObject({ createStreamOnAppend: false });
  });
});
