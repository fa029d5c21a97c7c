import { apiError } from "../model/api-error.js";
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
import { admit } from "./admit.js";
import type { Handler, RequestContext, Route } from "./context.js";
import { basinPath, jsonBody, optionalJsonBody, pageRequest, requestToken } from "./extract.js";
import { emptyReply, jsonReply } from "./reply.js";

const asBasinName: Decode<string> = (value, field) => parseBasinName(asString(value, field));
const asLocation: Decode<string> = (value, field) => parseLocationName(asString(value, field));

function basinInfoJson({ server }: RequestContext, basin: Basin): WritableJson {
  const { deletedAtMs } = basin;
  return {
    name: basin.name,
    location: server.flavour === "s2-lite" ? null : basin.location,
    created_at: formatInstant(basin.createdAtMs),
    deleted_at: deletedAtMs === undefined ? null : formatInstant(deletedAtMs),
    state: deletedAtMs === undefined ? "active" : "deleting",
  };
}

const listBasins: Handler = async (context) => {
  const request = pageRequest(context, parseBasinName);
  admit(context, "list-basins");
  const page = context.server.account.basins.page(request, (name) => context.principal.sees("basins", name));
  return jsonReply(200, { basins: page.items.map((basin) => basinInfoJson(context, basin)), has_more: page.hasMore });
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
  admit(context, "create-basin", { basin: name });
  const place = location ?? context.server.locations.default.name;
  const [basin, result] = context.server.account.createBasin(name, config, place, token);
  return jsonReply(201, basinInfoJson(context, basin), { "s2-provision-result": result });
};

const getBasinConfig: Handler = async (context) => {
  const name = basinPath(context);
  admit(context, "get-basin-config", { basin: name });
  return jsonReply(200, basinConfigJson(context.server.account.basin(name).config));
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
  const { account, locations } = context.server;
  const existing = account.basins.get(name);
  admit(context, existing === undefined ? "create-basin" : "reconfigure-basin", { basin: name });
  if (existing !== undefined && location !== undefined) assertStays(context, existing, location);
  const [basin, result] = account.ensureBasin(name, config, location ?? locations.default.name);
  return jsonReply(result === "created" ? 201 : 200, basinInfoJson(context, basin), { "s2-provision-result": result });
};

const reconfigureBasin: Handler = async (context) => {
  const name = basinPath(context);
  const body = await jsonBody(context);
  const patch = decodeAs("bad_json", () => parseBasinConfigPatch(body));
  admit(context, "reconfigure-basin", { basin: name });
  return jsonReply(200, basinConfigJson(context.server.account.reconfigureBasin(name, patch).config));
};

const deleteBasin: Handler = async (context) => {
  const name = basinPath(context);
  admit(context, "delete-basin", { basin: name });
  context.server.account.basin(name).delete();
  return emptyReply(202);
};

/**
 * A basin cannot move; s2-lite has no locations and ignores what it is told.
 *
 * @throws 422 `invalid`; before that 409 `basin_deletion_pending`, which is the reason whatever the location is.
 */
function assertStays({ server }: RequestContext, basin: Basin, location: string): void {
  basin.assertNotDeleting();
  if (server.flavour === "s2" && basin.location !== location) {
    throw apiError("invalid", `basin is in ${basin.location} and cannot move to ${location}`);
  }
}

export const BASIN_ROUTES: readonly Route[] = [
  { path: "/v1/basins", methods: { GET: listBasins, POST: createBasin } },
  {
    path: "/v1/basins/{}",
    methods: { GET: getBasinConfig, PUT: ensureBasin, DELETE: deleteBasin, PATCH: reconfigureBasin },
  },
];
