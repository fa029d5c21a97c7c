export { createSessionClient } from "@s2kit/rest";
export { openReadSession, readBySse, webTransports } from "@s2kit/sessions";
