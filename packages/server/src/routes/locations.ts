import { decodeAs } from "../model/format-error.js";
import { parseLocationName } from "../model/names.js";
import type { Location } from "../state/locations.js";
import { asString } from "../wire/json-fields.js";
import type { WritableJson } from "../wire/json-write.js";
import { admit, cloudOnly } from "./admit.js";
import type { Handler, Route } from "./context.js";
import { jsonBody } from "./extract.js";
import { jsonReply } from "./reply.js";

function locationJson({ name, isPrivate, storageClasses, defaultStorageClass }: Location): WritableJson {
  return {
    name,
    is_private: isPrivate ?? false,
    storage_classes: storageClasses,
    default_storage_class: defaultStorageClass,
  };
}

const listLocations: Handler = async (context) => {
  admit(context, "list-locations");
  return jsonReply(200, cloudOnly(context).locations.all.map(locationJson));
};

const getDefaultLocation: Handler = async (context) => {
  admit(context, "get-default-location");
  return jsonReply(200, locationJson(cloudOnly(context).locations.default));
};

/** The body is nothing but the name, as a JSON string. */
const setDefaultLocation: Handler = async (context) => {
  const body = await jsonBody(context);
  const name = decodeAs("bad_json", () => parseLocationName(asString(body, "body")));
  admit(context, "set-default-location");
  return jsonReply(200, locationJson(cloudOnly(context).locations.setDefault(name)));
};

export const LOCATION_ROUTES: readonly Route[] = [
  { path: "/v1/locations", methods: { GET: listLocations } },
  { path: "/v1/locations/default", methods: { GET: getDefaultLocation, PUT: setDefaultLocation } },
];
