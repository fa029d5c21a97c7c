/**
 * Counts the records of S2S append frames as the bytes come by, in any pieces. Bodies are hopped over:
 * only the frame header and, for each record, its tag and length are looked at.
 */
export class RecordCounter {
  /** What the next byte is part of. */
  #state: "length" | "flag" | "tag" | "size" | "skip" = "length";
  #headerBytes = 0;
  /** Bytes of the frame that are still to come. */
  #frameLeft = 0;
  /** Bytes of the field that are still to come. */
  #fieldLeft = 0;
  #size = 0;
  #shift = 0;
  #isRecord = false;
  #hasSize = false;
  #records = 0;

  /** @param onFrame - Called with the number of records of each frame that is complete. */
  push(chunk: Uint8Array, onFrame: (records: number) => void): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#state === "skip") {
        const step = Math.min(this.#fieldLeft, chunk.length - at);
        at += step;
        this.#fieldLeft -= step;
        this.#frameLeft -= step;
        if (this.#fieldLeft === 0) this.#state = "tag";
      } else {
        this.#byte(chunk[at++] as number);
      }
      if (this.#state === "tag" && this.#frameLeft === 0) {
        onFrame(this.#records);
        this.#records = 0;
        this.#state = "length";
      }
    }
  }

  #byte(byte: number): void {
    if (this.#state === "length") {
      this.#frameLeft = this.#frameLeft * 256 + byte;
      if (++this.#headerBytes < 3) return;
      this.#headerBytes = 0;
      this.#state = "flag";
      return;
    }
    this.#frameLeft--;
    if (this.#state === "flag") {
      this.#state = "tag";
    } else if (this.#state === "tag") {
      // Records and the fencing token have a length, the condition on the sequence number has none.
      this.#isRecord = byte === 0x0a;
      this.#hasSize = (byte & 7) === 2;
      this.#size = 0;
      this.#shift = 1;
      this.#state = "size";
    } else {
      this.#size += (byte & 0x7f) * this.#shift;
      this.#shift *= 128;
      if (byte < 0x80) this.#sized();
    }
  }

  #sized(): void {
    if (this.#isRecord) this.#records++;
    this.#fieldLeft = this.#hasSize ? this.#size : 0;
    this.#state = this.#fieldLeft === 0 ? "tag" : "skip";
  }
}
