export { createServiceClient } from "@s2kit/rest";
export { createTransports, openReadSession } from "@s2kit/sessions";
