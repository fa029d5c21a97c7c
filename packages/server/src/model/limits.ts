/** Largest unsigned 64-bit integer. */
export const U64_MAX: bigint = 2n ** 64n - 1n;

/** Records in one append batch, and in one unary read. */
export const MAX_BATCH_RECORDS = 1000;

/** Metered bytes of one record, one append batch, and one unary read. */
export const MAX_BATCH_BYTES: number = 1024 * 1024;

/** Bytes of a buffered request body, after decompression. */
export const MAX_BODY_BYTES: number = 2 * 1024 * 1024;

/** Flag byte and payload of an S2S frame. */
export const MAX_FRAME_BYTES: number = 2 * 1024 * 1024;

/** UTF-8 bytes of a fencing token or a request token. */
export const MAX_TOKEN_BYTES = 36;

/** Items in one page of a listing. */
export const MAX_PAGE_ITEMS = 1000;

/** Longest `wait` of a unary read. */
export const MAX_UNARY_WAIT_SECONDS = 60;

/** Bodies and frame payloads below this many bytes are sent uncompressed. */
export const COMPRESSION_THRESHOLD_BYTES = 1024;

/** Batches a live reader may fall behind before it goes back to reading from storage. */
export const MAX_FOLLOWER_LAG_BATCHES = 25;

/** An idle live reader gets a heartbeat after a random time between these two. */
export const HEARTBEAT_MIN_MS = 5_000;
export const HEARTBEAT_MAX_MS = 15_000;
