export { createServiceClient } from "@s2kit/rest";
export { createTransports, openAppendSession, openReadSession } from "@s2kit/sessions";
