/** Counts S2S frames in bytes that come in any pieces, without looking into them. */
export function countFrames(onFrame: () => void): (chunk: Uint8Array) => void {
  let headerBytes = 0;
  let length = 0;
  let left = 0;
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (left === 0) {
        length = length * 256 + (chunk[at++] as number);
        if (++headerBytes < 3) continue;
        left = length;
        headerBytes = 0;
        length = 0;
      } else {
        const step = Math.min(left, chunk.length - at);
        at += step;
        left -= step;
        if (left === 0) onFrame();
      }
    }
  };
}
