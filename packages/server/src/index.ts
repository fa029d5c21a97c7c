export type { Clock, Timer } from "./clock.js";
export { ManualClock } from "./manual-clock.js";
export type { Cipher } from "./model/basin-config.js";
export type { TimestampingMode } from "./model/stream-config.js";
export {
  type ClientOptions,
  type EmbeddedServer,
  type ServerOptions,
  startServer,
} from "./start-server.js";
export type { BasinConfigSpec, BasinSpec, StreamConfigSpec, StreamSpec } from "./state/init-spec.js";
