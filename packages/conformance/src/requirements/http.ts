/** What has to hold for every request, whatever it is about. */
export const httpRequirements = {
  "http.routes":
    "Paths and methods are matched exactly; what is no route is answered by the HTTP layer, not by the API.",
  "http.path-encoding": "Path segments are split first and percent-decoded then; names that cannot be are bad_path.",
  "http.query": "Queries are form-urlencoded; known parameters are parsed strictly, unknown ones are ignored.",
  "http.body-limit": "A body that is read as a whole has at most 2 MiB after decompression.",
  "http.content-encoding": "Bodies may be compressed with gzip or zstd, in both directions.",
  "http.errors": "Errors are JSON with a code and a message.",
  "http.unimplemented": "Routes that exist only in the cloud say so.",
  "http.precedence": "Of several mistakes in one request the same one is reported always.",
  "http.negotiation": "Content type and Accept choose between JSON, protobuf, event stream and session.",
  "http.cors": "Browsers of any origin may call the server.",
  "http.connections": "One port serves HTTP/1.1 and HTTP/2; sessions are full duplex and independent of each other.",
  "http.fetch": "Everything can be done with the fetch of the runtime, sessions included.",
} as const;
