export { createBasin, createRestClient, createStream, listBasins, listStreams } from "@s2kit/rest";
