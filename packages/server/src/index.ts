export type { Clock, Timer } from "./clock.js";
export type { Fault, FaultAction, FaultActionName, FaultMoment, FaultTarget } from "./faults/fault.js";
export type { FaultScript, ScriptedFault } from "./faults/fault-script.js";
export type { ServerTls } from "./http/server-tls.js";
export { ManualClock } from "./manual-clock.js";
export type { Cipher } from "./model/basin-config.js";
export type { TimestampingMode } from "./model/stream-config.js";
export type { Flavour } from "./routes/context.js";
export {
  type ClientOptions,
  type EmbeddedServer,
  type ServerOptions,
  startServer,
} from "./start-server.js";
export type { BasinConfigSpec, BasinSpec, StreamConfigSpec, StreamSpec } from "./state/init-spec.js";
export type { Location } from "./state/locations.js";
