/** What a client has to do, and the tests that show it: `file > title`, both as they are written. */
export type Scenarios = Readonly<Record<string, readonly `${string} > ${string}`[]>>;

const list = "account/basins-list.test.ts";
const create = "account/basins-create.test.ts";
const config = "account/basins-config.test.ts";
const remove = "account/basins-delete.test.ts";
const autoCreate = "account/auto-create.test.ts";
const ensure = "account/basins-ensure.test.ts";

export const basinScenarios: Scenarios = {
  "list all": [`${list} > gives all basins with their time of creation, in order`],
  "list, no match": [`${list} > gives an empty page when nothing begins with the prefix`],
  "list by prefix": [`${list} > gives what begins with the prefix`],
  "list after a name": [`${list} > gives what comes after a name, that name excluded`],
  "list with a limit": [`${list} > gives at most limit basins and says that there are more`],
  "list in pages": [`${list} > gives the pages one after the other by their last names`],
  "list by prefix in pages": [`${list} > gives the pages of a prefix without what lies beyond it`],
  "list with limit 0 and above 1000": [`${list} > takes a limit of %i for 1000`],
  "list what is being deleted": [`${list} > shows basins that are being deleted, with the time of that`],
  iterate: [`${list} > goes through all pages`],
  "iterate with limit 0": [`${list} > gives all with a limit of 0, as without one`],
  "iterate over what is being deleted": [`${list} > leaves out what is being deleted, unless it is asked for`],
  "create, minimal": [`${create} > makes a basin with the defaults when only a name is given`],
  "create at a location": [`${create} > places a basin where it is told to`],
  "create at the default location": [`${create} > places a basin at the default location when it is told nothing`],
  "create with everything": [`${create} > takes every setting at once`],
  "create with streams on append": [`${create} > makes streams on append when the configuration says so`],
  "create with streams on read": [`${create} > makes streams on read when the configuration says so`],
  "create with each storage class, retention, mode, cap and deletion": [
    `${create} > takes %s for the basin's streams`,
    "support/stream-configs.ts > storage class standard",
    "support/stream-configs.ts > storage class express",
    "support/stream-configs.ts > retention by age",
    "support/stream-configs.ts > infinite retention",
    "support/stream-configs.ts > timestamping client-prefer",
    "support/stream-configs.ts > timestamping client-require",
    "support/stream-configs.ts > timestamping arrival",
    "support/stream-configs.ts > uncapped timestamps",
    "support/stream-configs.ts > capped timestamps",
    "support/stream-configs.ts > deletion when empty",
  ],
  "create with invalid names": [`${create} > refuses a name of %s before anything is sent`],
  "create a duplicate": [`${create} > fails with resource_already_exists when the name is taken`],
  "create while deleting": [`${create} > fails with basin_deletion_pending while a basin of the name goes away`],
  "create with retention 0": [`${create} > refuses a retention of 0 before anything is sent`],
  "create again with the same token": [
    `${create} > answers like the first time when token and configuration are the same`,
  ],
  "create again with another token": [`${create} > fails when the token is another or the configuration is`],
  "get the configuration": [`${config} > gives the configuration of a basin`],
  "get a missing configuration": [`${config} > fails with basin_not_found when there is none`],
  "get every setting": [`${config} > gives every setting as it was set`],
  delete: [`${remove} > makes a basin go away`],
  "delete a missing one": [`${remove} > fails with basin_not_found when there is none`],
  "delete twice": [`${remove} > succeeds again while the basin goes away`],
  "state after deletion": [`${remove} > leaves the configuration readable and the basin listed until it is gone`],
  "reconfigure the flags": [`${config} > switches %s on and off`],
  "reconfigure class, retention, mode, cap, deletion": [
    `${config} > sets %s of the basin's streams`,
    `${config} > the storage class`,
    `${config} > retention by age`,
    `${config} > infinite retention`,
    `${config} > the timestamping mode`,
    `${config} > uncapped timestamps`,
    `${config} > deletion when empty`,
    `${config} > no deletion when empty`,
  ],
  "reconfigure a missing one": [`${config} > fails with basin_not_found when there is none`],
  "reconfigure while deleting": [`${config} > fails with basin_deletion_pending while the basin goes away`],
  "reconfigure nothing": [`${config} > changes nothing when nothing is named`],
  "reconfigure a part": [`${config} > keeps what is not named`],
  "reconfigure with retention 0": [`${config} > refuses a retention of 0 before anything is sent`],
  "create a stream on append, with the defaults": [
    `${autoCreate} > creates a stream on its first append, with the basin's defaults`,
  ],
  "create a stream on read, with the defaults": [
    `${autoCreate} > creates a stream on its first read, which finds nothing`,
  ],
  "explicit creation takes the defaults": [
    `${autoCreate} > gives its defaults to streams that are created by name, too`,
  ],
  "ensure: created": [`${ensure} > creates a basin that is not there`],
  "ensure: noop": [`${ensure} > changes nothing when the basin is as asked`],
  "ensure: updated": [`${ensure} > updates a basin that is different`],
  "ensure: at another location": [`${ensure} > fails with invalid when the basin is elsewhere, and changes nothing`],
};

const streamsList = "basin/streams-list.test.ts";
const streamsCreate = "basin/streams-create.test.ts";
const streamsConfig = "basin/streams-config.test.ts";
const streamsDelete = "basin/streams-delete.test.ts";

export const streamScenarios: Scenarios = {
  "list all": [`${streamsList} > gives all streams in the order of their bytes`],
  "list by prefix": [`${streamsList} > gives what begins with the prefix`],
  "list with a limit": [`${streamsList} > gives at most limit streams and says that there are more`],
  "list in pages": [`${streamsList} > gives the pages one after the other by their last names`],
  "iterate, more than a thousand": [`${streamsList} > goes through more than a thousand streams in order, each once`],
  "iterate over what is being deleted": [
    `${streamsDelete} > lists it with the time of its deletion, to those who ask for it`,
  ],
  "list with limit 0 and above 1000": [`${streamsList} > takes a limit of %i for 1000`],
  "create, minimal": [`${streamsCreate} > makes a stream with the defaults when only a name is given`],
  "create with everything": [`${streamsCreate} > takes every setting at once`],
  "create with each storage class, retention, mode, cap and deletion": [`${streamsCreate} > takes %s`],
  "create a duplicate": [`${streamsCreate} > fails with resource_already_exists when the name is taken`],
  "create with retention 0": [`${streamsCreate} > refuses a retention of 0 before anything is sent`],
  "create with an empty name, and one of 513 bytes": [
    `${streamsCreate} > refuses a name of %s before anything is sent`,
    `${streamsCreate} > nothing`,
    `${streamsCreate} > 513 bytes`,
  ],
  "create with a unicode name": [`${streamsCreate} > takes a name of %s`, `${streamsCreate} > letters of every script`],
  "get the configuration": [`${streamsConfig} > gives the configuration of a stream with every default filled in`],
  "get a missing configuration": [`${streamsConfig} > fails with stream_not_found when there is none`],
  delete: [`${streamsDelete} > makes a stream go away with its records`],
  "delete a missing one": [`${streamsDelete} > fails with stream_not_found when there is none`],
  "gone from the list, or with the time of deletion": [
    `${streamsDelete} > makes a stream go away with its records`,
    `${streamsDelete} > lists it with the time of its deletion, to those who ask for it`,
  ],
  "reconfigure class, retention, modes, cap, deletion": [
    `${streamsConfig} > sets %s and keeps the rest`,
    `${streamsConfig} > the storage class`,
    `${streamsConfig} > retention by age`,
    `${streamsConfig} > infinite retention`,
    `${streamsConfig} > timestamping client-require`,
    `${streamsConfig} > timestamping arrival`,
    `${streamsConfig} > uncapped timestamps`,
    `${streamsConfig} > deletion when empty`,
  ],
  "reconfigure deletion off": [`${streamsConfig} > ends deletion when empty with an age of 0`],
  "reconfigure a part": [`${streamsConfig} > keeps what is not named`],
  "reconfigure nothing": [`${streamsConfig} > changes nothing when nothing is named`],
  "reconfigure a missing one": [`${streamsConfig} > fails with stream_not_found when there is none`],
  "reconfigure with retention 0": [`${streamsConfig} > refuses a retention of 0 before anything is sent`],
  "ensure: created": [`${streamsCreate} > creates a stream that is not there`],
  "ensure: noop": [`${streamsCreate} > changes nothing when the stream is as asked`],
  "ensure: updated": [`${streamsCreate} > updates a stream that is different`],
  "ensure fills from the basin's defaults": [
    `${streamsCreate} > fills what is left out from the basin's defaults as they are now`,
  ],
  "check the tail of an empty stream and after appends": [
    `${streamsDelete} > is 0 for a stream without records, and the next sequence number after appends`,
  ],
  "check the tail of a missing stream": [`${streamsDelete} > fails with stream_not_found when there is none`],
};

const tokens = "account/access-tokens.test.ts";

export const accessTokenScenarios: Scenarios = {
  "list all": [`${tokens} > gives all tokens in the order of their ids, without their values`],
  "list by prefix, with a limit, in pages": [`${tokens} > gives what begins with the prefix, in pages`],
  "list, no match": [`${tokens} > gives an empty page when nothing begins with the prefix`],
  iterate: [`${tokens} > goes through all pages with listAll`],
  "issue with operations, groups, basins and streams": [
    `${tokens} > grants %s`,
    `${tokens} > single operations`,
    `${tokens} > reading in one group`,
    `${tokens} > reading and writing in every group`,
    `${tokens} > one basin`,
    `${tokens} > basins by prefix`,
    `${tokens} > one stream`,
    `${tokens} > streams by prefix`,
  ],
  "issue with auto-prefix, create and list": [
    `${tokens} > sees the names of its streams without the prefix that is put before them`,
  ],
  "issue with auto-prefix and an exact scope": [
    `${tokens} > fails with invalid when prefixes shall be put before streams without a prefix`,
  ],
  "issue with an end": [`${tokens} > makes a token that ends when it is told to`],
  "issue a duplicate": [`${tokens} > fails with resource_already_exists when the id is taken`],
  "issue with invalid ids": [`${tokens} > an empty id`, `${tokens} > an id of 97 bytes`],
  revoke: [`${tokens} > makes a token worthless`],
  "revoke a missing one, and twice": [
    `${tokens} > fails with access_token_not_found when there is none, and the second time`,
  ],
  "revoke an empty id": [`${tokens} > refuses an empty id before anything is sent`],
  "streams by prefix allowed and denied": [`${tokens} > uses streams of its prefix and no others`],
  "missing operation, listing without permission": [`${tokens} > may do what its operations say and nothing else`],
  escalation: [`${tokens} > cannot issue a token that may do more`],
  "another basin": [`${tokens} > uses its own basin and no other`],
};

const metrics = "account/metrics.test.ts";
const query = "account/metric-query.test.ts";

export const metricScenarios: Scenarios = {
  "active basins": [`${metrics} > names the basins in use`],
  "account operations by minute, hour and day": [`${metrics} > counts operations by the %s`],
  "estimated cost": [`${metrics} > estimates the cost in dollars by the %s`],
  "each series of a basin": [
    `${metrics} > gives %s in %s`,
    `${metrics} > append-ops`,
    `${metrics} > read-ops`,
    `${metrics} > append-throughput`,
    `${metrics} > read-throughput`,
    `${metrics} > basin-ops`,
  ],
  "storage of a basin by the hour": [`${metrics} > gives what is stored, by the hour`],
  "storage of a stream by the minute": [`${metrics} > gives what is stored, by the minute`],
  "wrong intervals": [`${query} > of %s is not %s`],
  "missing start, end, both": [
    `${query} > has no begin`,
    `${query} > has no end`,
    `${metrics} > with %s fails with invalid in the typed functions`,
  ],
  "start after end": [`${query} > begins after its end`],
  "end ten minutes ahead": [`${metrics} > that ends ten minutes ahead fails with invalid`],
  "too wide a range": [`${query} > is a second more than 90 days wide`],
  "empty names": [`${query} > are checked before anything is sent`],
  "missing arguments": [
    "calls/every-call.test.ts > to %s is refused before anything is sent",
    "types/control-plane.types.ts > a set is needed",
    "types/control-plane.types.ts > a range is needed",
  ],
  "the far past": [`${metrics} > is empty for the far past`],
};

const locations = "account/locations.test.ts";

export const locationScenarios: Scenarios = {
  list: [`${locations} > lists them with the storage classes that they offer, where that is known`],
  "get the default": [`${locations} > gives the default`],
  "set the default to itself": [`${locations} > sets the default to what it is, and confirms it`],
  "a basin without a location": [`${create} > places a basin at the default location when it is told nothing`],
};
