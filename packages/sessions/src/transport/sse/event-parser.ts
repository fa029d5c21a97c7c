/** Called with each event; `undefined` for one without a name. */
export type OnEvent = (name: string | undefined, data: string) => void;

/** A byte order mark, as text and as bytes that were taken for characters. */
const MARK = /^(?:\uFEFF|\u00EF\u00BB\u00BF)/;

/**
 * Puts events together from the lines of an event stream, by WHATWG's rules: a line is a field, a blank line ends an
 * event, and one without data is none. Ids and retry times are ignored, like fields that nobody knows.
 */
export class EventParser {
  readonly #onEvent: OnEvent;
  #name = "";
  #data: string | undefined;
  #isFirst = true;
  #afterCr = false;

  constructor(onEvent: OnEvent) {
    this.#onEvent = onEvent;
  }

  /** Units of the data that belong to no complete event yet. */
  get pendingLength(): number {
    return this.#data?.length ?? 0;
  }

  /** Takes the next lines, whole ones: each ends with LF, CR, or both, which may only be cut between CR and LF. */
  feed(text: string): void {
    const lines = this.#isFirst ? text.replace(MARK, "") : text;
    this.#isFirst = false;
    let start = this.#afterCr && lines.startsWith("\n") ? 1 : 0;
    // Each end is looked for anew only when it was passed, so that no unit is looked at more than once for it.
    let lf = start - 1;
    let cr = lf;
    while (start < lines.length) {
      if (lf < start) lf = nextOf(lines, "\n", start);
      if (cr < start) cr = nextOf(lines, "\r", start);
      const end = Math.min(lf, cr);
      this.#line(lines, start, end);
      start = lf === cr + 1 ? lf + 1 : end + 1;
    }
    this.#afterCr = lines.endsWith("\r");
  }

  #line(lines: string, start: number, end: number): void {
    if (start === end) return this.#dispatch();
    const data = fieldValue("data", lines, start, end);
    if (data !== undefined) this.#data = this.#data === undefined ? data : `${this.#data}\n${data}`;
    else this.#name = fieldValue("event", lines, start, end) ?? this.#name;
  }

  #dispatch(): void {
    const [name, data] = [this.#name, this.#data];
    this.#name = "";
    this.#data = undefined;
    if (data !== undefined) this.#onEvent(name === "" ? undefined : name, data);
  }
}

/** The value of a line, without the blank that may precede it; `undefined` when the line is another field. */
function fieldValue(field: string, lines: string, start: number, end: number): string | undefined {
  if (!lines.startsWith(field, start)) return undefined;
  const at = start + field.length;
  if (at === end) return "";
  return lines[at] === ":" ? lines.slice(lines[at + 1] === " " ? at + 2 : at + 1, end) : undefined;
}

/** Where a line end occurs first from `start` on; the end of the text when it does not. */
function nextOf(text: string, end: string, start: number): number {
  const at = text.indexOf(end, start);
  return at === -1 ? text.length : at;
}
