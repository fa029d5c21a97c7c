import { UsageError } from "@s2kit/core";
import { checkBasinName, checkStreamName, usageError } from "@s2kit/core/internal";
import { type BasinConfig, toWireBasinConfig } from "../account/basin-config.js";
import { type StreamConfig, toWireStreamConfig } from "../basin/stream-config.js";
import { checkFields, ifGiven } from "../calls/check-fields.js";

/** Basins and streams that shall be there. What is not named is left alone. */
export interface ResourceSpec {
  readonly basins?: readonly BasinSpec[] | undefined;
}

/** A basin that shall be there, with exactly this configuration. */
export interface BasinSpec {
  readonly name: string;
  /** Settings that are left out go back to their defaults. */
  readonly config?: BasinConfig | undefined;
  readonly streams?: readonly StreamSpec[] | undefined;
}

/** A stream that shall be there, with exactly this configuration. */
export interface StreamSpec {
  readonly name: string;
  /** Settings that are left out go back to the basin's defaults. */
  readonly config?: StreamConfig | undefined;
}

/** @throws `invalid_argument` for a name, a configuration or a second item of one name that cannot be. */
export function checkResourceSpec(spec: ResourceSpec): readonly BasinSpec[] {
  const basins = checkList(checkFields(spec, "spec", ["basins"]).basins, "basins");
  basins.forEach((basin, index) => {
    const field = `basins[${index}]`;
    const { name, config, streams } = checkFields(basin, field, ["name", "config", "streams"]);
    checkBasinName(name, `${field}.name`);
    ifGiven(config, `${field}.config`, toWireBasinConfig);
    checkList(streams, `${field}.streams`).forEach((stream, at) => {
      const inner = `${field}.streams[${at}]`;
      checkStreamName(checkFields(stream, inner, ["name", "config"]).name, `${inner}.name`);
      ifGiven(stream.config, `${inner}.config`, toWireStreamConfig);
    });
    checkDistinct(streams ?? [], `${field}.streams`);
  });
  checkDistinct(basins, "basins");
  return basins;
}

/** @throws `invalid_argument` when a name is there twice. */
export function checkDistinct(items: readonly { readonly name: string }[], field: string): void {
  const seen = new Set<string>();
  for (const [index, { name }] of items.entries()) {
    if (seen.has(name)) {
      throw new UsageError(`${field}[${index}].name`, `${field} has ${JSON.stringify(name)} twice`);
    }
    seen.add(name);
  }
}

function checkList<T>(items: readonly T[] | undefined, field: string): readonly T[] {
  if (items !== undefined && !Array.isArray(items)) throw usageError(field, "a list", items);
  return items ?? [];
}
