/** What has to hold for streams as resources. */
export const streamRequirements = {
  "stream.name": "A stream's name has 1 to 512 bytes of UTF-8 and is neither a dot nor two.",
  "stream.create": "POST creates a stream once; a replay with the same request token is recognised.",
  "stream.config": "A stream's configuration is resolved once, over the basin's defaults and the system's.",
  "stream.ensure": "PUT makes the stream have exactly the given configuration over the current defaults.",
  "stream.reconfigure": "PATCH changes what it names; what it clears falls back to the current defaults.",
  "stream.cipher": "A stream has the cipher that its basin had when the stream was created.",
  "stream.list": "Streams are listed in byte order, by prefix and page.",
  "stream.delete": "A deleted stream is out of use at once and gone soon, and its name begins anew.",
  "stream.check-tail": "Check-tail answers the position where the next record goes.",
  "stream.auto-create": "A basin may create streams on first append or on first read.",
  "stream.config-header": "The request that creates a stream may bring its configuration in a header.",
} as const;
