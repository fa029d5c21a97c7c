import { apiError } from "../model/api-error.js";

/** Where basins can be. */
export interface Location {
  readonly name: string;
  /** Only for this account. */
  readonly isPrivate?: boolean | undefined;
  /** Storage classes offered there. */
  readonly storageClasses?: readonly string[] | undefined;
  readonly defaultStorageClass?: string | undefined;
}

/** The one place where this server keeps anything, unless others are made up for it. */
export const LOCAL: Location = {
  name: "local",
  storageClasses: ["express", "standard"],
  defaultStorageClass: "express",
};

/** The locations of the account, and the one that new basins get. */
export class Locations {
  readonly all: readonly Location[];
  #default: Location;

  /** @param all - At least one; the first is the default to begin with. */
  constructor(all: readonly [Location, ...Location[]]) {
    this.all = all;
    this.#default = all[0];
  }

  get default(): Location {
    return this.#default;
  }

  /** @throws 422 `invalid` when there is no such location. */
  setDefault(name: string): Location {
    const location = this.all.find((candidate) => candidate.name === name);
    if (location === undefined) throw apiError("invalid", `there is no location ${name}`);
    this.#default = location;
    return location;
  }
}
