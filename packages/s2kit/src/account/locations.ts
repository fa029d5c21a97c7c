import { checkLocationName } from "@s2kit/core/internal";
import {
  type CallOptions,
  type components,
  getDefaultLocation,
  listLocations,
  type RestClient,
  setDefaultLocation,
} from "@s2kit/rest";
import type { StorageClass } from "../basin/stream-config.js";
import { call } from "../calls/call.js";
import { fromWireMembers, type Members } from "../calls/members.js";

type Wire = components["schemas"]["LocationInfo"];

/** A place where basins can be. */
export interface LocationInfo {
  readonly name: string;
  /** It is there for this account only. */
  readonly isPrivate: boolean;
  /** What its streams can be stored as; absent when the service does not say. */
  readonly storageClasses?: readonly StorageClass[] | undefined;
  /** What its streams are stored as when nothing is said; absent when the service does not say. */
  readonly defaultStorageClass?: StorageClass | undefined;
}

const LOCATION_INFO: Members<LocationInfo, Wire> = {
  name: {},
  isPrivate: {},
  storageClasses: {},
  defaultStorageClass: {},
};

/** Where basins can be placed. Every call takes `signal`, `timeoutMs`, `deadlineMs` and `retry`. */
export class Locations {
  readonly #rest: RestClient;

  /** @internal */
  constructor(rest: RestClient) {
    this.#rest = rest;
  }

  /** All locations that the account can use. */
  async list(options: CallOptions = {}): Promise<readonly LocationInfo[]> {
    const { data } = await call(this.#rest, options, listLocations, {});
    return data.map(fromWireLocation);
  }

  /** Where a basin is placed that is created without a location. */
  async getDefault(options: CallOptions = {}): Promise<LocationInfo> {
    const { data } = await call(this.#rest, options, getDefaultLocation, {});
    return fromWireLocation(data);
  }

  /**
   * Decides where basins are placed from now on that are created without a location.
   *
   * @param location - 1 to 64 of `A-Z`, `a-z`, `0-9`, `:`, `.` and `-`.
   * @throws `invalid` for a location that the account cannot use.
   */
  async setDefault(location: string, options: CallOptions = {}): Promise<LocationInfo> {
    const body = checkLocationName(location);
    const { data } = await call(this.#rest, options, setDefaultLocation, { body });
    return fromWireLocation(data);
  }
}

function fromWireLocation(wire: Wire): LocationInfo {
  return fromWireMembers(wire, LOCATION_INFO);
}
