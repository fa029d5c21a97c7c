export { findS2Lite } from "../../../../scripts/install-s2-lite.mjs";
export { peerCertificate } from "./peer-certificate.js";
export { S2Lite, type S2LiteOptions, startS2Lite } from "./s2-lite.js";
