/** What has to hold when records are appended by single requests. */
export const appendRequirements = {
  "append.ack": "A batch is applied whole or not at all, takes the next sequence numbers, and its ack says which.",
  "append.limits": "A batch has 1 to 1000 records and at most 1 MiB of metered bytes, and so has each record.",
  "append.headers": "Headers are ordered pairs of bytes; only a command may have an empty name.",
  "append.timestamps": "The stream's timestamping decides each record's timestamp; timestamps never decrease.",
  "append.match-seq-num": "An append with match_seq_num is applied only at exactly that sequence number.",
  "append.fencing": "An append with a fencing token is applied only while the stream has exactly that token.",
  "append.commands": "Records whose only header has an empty name are commands, checked strictly and kept as records.",
  "append.trim": "A trim command removes the records below its point and nothing else.",
  "append.json": "JSON input is parsed strictly; what cannot be parsed is bad_json.",
  "append.format": "The s2-format header says whether JSON text stands for itself or for base64.",
  "append.protobuf": "Protobuf input means the same as JSON; fields that are present count even when zero.",
  "append.target": "The basin and the stream have to exist, and may change while appends run.",
} as const;
