export { createSessionClient } from "@s2kit/rest";
export { appendByRequests, openPolicyAppendSession, openReadSession, readBySse, webTransports } from "@s2kit/sessions";
