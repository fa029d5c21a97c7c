import { describe, expect } from "vitest";
import { test as base, onOtherServer } from "../support/harness.js";

const test = base.extend({
  options: {
    locations: [
      { name: "aws:us-east-1", storageClasses: ["standard", "express"], defaultStorageClass: "standard" },
      { name: "private.eu", isPrivate: true },
    ],
  },
});

describe.skipIf(onOtherServer)("locations", () => {
  test("lists them with the storage classes that they offer, where that is known", async ({ s2 }) => {
    expect(await s2.locations.list()).toEqual([
      {
        name: "aws:us-east-1",
        isPrivate: false,
        storageClasses: ["standard", "express"],
        defaultStorageClass: "standard",
      },
      { name: "private.eu", isPrivate: true },
    ]);
  });

  test("gives the default", async ({ s2 }) => {
    expect(await s2.locations.getDefault()).toMatchObject({ name: "aws:us-east-1", isPrivate: false });
  });

  test("sets the default to what it is, and confirms it", async ({ s2 }) => {
    const { name } = await s2.locations.getDefault();
    expect((await s2.locations.setDefault(name)).name).toBe(name);
    expect((await s2.locations.getDefault()).name).toBe(name);
  });

  test("places basins at the default from when it is set", async ({ s2, prefix }) => {
    expect((await s2.basins.create({ basin: `${prefix}one` })).location).toBe("aws:us-east-1");
    expect(await s2.locations.setDefault("private.eu")).toEqual({ name: "private.eu", isPrivate: true });
    expect((await s2.basins.create({ basin: `${prefix}two` })).location).toBe("private.eu");
  });

  test("fails with invalid when the new default is no location", async ({ s2 }) => {
    await expect(s2.locations.setDefault("nowhere")).rejects.toMatchObject({ code: "invalid", status: 422 });
  });

  test.for([
    ["nothing", ""],
    ["65 characters", "l".repeat(65)],
    ["a space", "a b"],
  ])("refuses a default of %s before anything is sent", async ([, location], { s2 }) => {
    const setting = s2.locations.setDefault(location as string);
    await expect(setting).rejects.toMatchObject({ code: "invalid_argument", field: "location" });
  });
});
