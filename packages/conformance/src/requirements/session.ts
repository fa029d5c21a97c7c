/** What has to hold for sessions and event streams. */
export const sessionRequirements = {
  "append-session.acks": "An append session acks every input once, in order, once it is durable.",
  "append-session.conditions":
    "A failed condition ends the session after the acks before it; nothing after it is applied.",
  "append-session.input": "A malformed input ends the session after the acks before it, with a terminal frame.",
  "s2s.frame": "A frame is a u24 length, a flag byte and a payload of at most 2 MiB.",
  "s2s.compression": "Messages are compressed one by one, in responses as Accept-Encoding allows.",
  "read-session.follow": "A read session delivers what is written, then what arrives, without gap or repeat.",
  "read-session.end": "A read session ends where its bounds or its wait say, without error.",
  "sse.events": "An event stream carries batches, pings, an error or [DONE] in an exact form.",
  "sse.resume": "An event stream can be resumed by the id of its last batch, with its bounds kept in total.",
  "encryption.key": "An encrypted stream is read and written with a key that the client brings.",
  "session.stream-deleted": "Sessions on a stream that is deleted end with an error.",
  "stream.delete-on-empty": "A stream may be deleted by itself once it has been empty for long enough.",
} as const;
