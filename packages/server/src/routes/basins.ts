import {
  basinConfigJson,
  DEFAULT_BASIN_CONFIG,
  parseBasinConfig,
  parseBasinConfigPatch,
} from "../model/basin-config.js";
import { decodeAs } from "../model/format-error.js";
import { parseBasinName, parseLocationName } from "../model/names.js";
import { formatInstant } from "../model/timestamps.js";
import type { Basin } from "../state/basin.js";
import { asObject, asString, type Decode, optional, required } from "../wire/json-fields.js";
import type { WritableJson } from "../wire/json-write.js";
import type { Handler, Route } from "./context.js";
import { basinPath, jsonBody, optionalJsonBody, pageRequest, requestToken } from "./extract.js";
import { emptyReply, jsonReply } from "./reply.js";

const asBasinName: Decode<string> = (value, field) => parseBasinName(asString(value, field));
const asLocation: Decode<string> = (value, field) => parseLocationName(asString(value, field));

function basinInfoJson(basin: Basin): WritableJson {
  const { deletedAtMs } = basin;
  return {
    name: basin.name,
    location: basin.location ?? null,
    created_at: formatInstant(basin.createdAtMs),
    deleted_at: deletedAtMs === undefined ? null : formatInstant(deletedAtMs),
    state: deletedAtMs === undefined ? "active" : "deleting",
  };
}

const listBasins: Handler = async (context) => {
  const page = context.server.account.basins.page(pageRequest(context, parseBasinName));
  return jsonReply(200, { basins: page.items.map(basinInfoJson), has_more: page.hasMore });
};

const createBasin: Handler = async (context) => {
  const token = requestToken(context);
  const body = await jsonBody(context);
  const { name, config, location } = decodeAs("bad_json", () => {
    const object = asObject(body, "body");
    return {
      name: required(object, "basin", asBasinName),
      config: optional(object, "config", parseBasinConfig) ?? DEFAULT_BASIN_CONFIG,
      location: optional(object, "location", asLocation),
    };
  });
  const [basin, result] = context.server.account.createBasin(name, config, location, token);
  return jsonReply(201, basinInfoJson(basin), { "s2-provision-result": result });
};

const getBasinConfig: Handler = async (context) => {
  const basin = context.server.account.basin(basinPath(context));
  return jsonReply(200, basinConfigJson(basin.config));
};

const ensureBasin: Handler = async (context) => {
  const name = basinPath(context);
  const body = await optionalJsonBody(context);
  const { config, location } = decodeAs("bad_json", () => {
    if (body === undefined) return { config: DEFAULT_BASIN_CONFIG, location: undefined };
    const object = asObject(body, "body");
    return {
      config: optional(object, "config", parseBasinConfig) ?? DEFAULT_BASIN_CONFIG,
      location: optional(object, "location", asLocation),
    };
  });
  const [basin, result] = context.server.account.ensureBasin(name, config, location);
  return jsonReply(result === "created" ? 201 : 200, basinInfoJson(basin), { "s2-provision-result": result });
};

const reconfigureBasin: Handler = async (context) => {
  const name = basinPath(context);
  const body = await jsonBody(context);
  const patch = decodeAs("bad_json", () => parseBasinConfigPatch(body));
  return jsonReply(200, basinConfigJson(context.server.account.reconfigureBasin(name, patch).config));
};

const deleteBasin: Handler = async (context) => {
  context.server.account.basin(basinPath(context)).delete();
  return emptyReply(202);
};

export const BASIN_ROUTES: readonly Route[] = [
  { path: "/v1/basins", methods: { GET: listBasins, POST: createBasin } },
  {
    path: "/v1/basins/{}",
    methods: { GET: getBasinConfig, PUT: ensureBasin, DELETE: deleteBasin, PATCH: reconfigureBasin },
  },
];
