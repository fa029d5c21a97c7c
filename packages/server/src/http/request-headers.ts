/** Request headers in the order in which they came, names in lower case. */
export class RequestHeaders {
  readonly #pairs: readonly (readonly [string, string])[];

  /** @param raw - Names and values in turn, as Node's `rawHeaders`. */
  constructor(raw: readonly string[]) {
    const pairs: [string, string][] = [];
    for (let index = 0; index + 1 < raw.length; index += 2) {
      pairs.push([raw[index]!.toLowerCase(), raw[index + 1]!]);
    }
    this.#pairs = pairs;
  }

  /** The first value; where a header repeats, the service looks at no other. */
  first(name: string): string | undefined {
    return this.#pairs.find(([candidate]) => candidate === name)?.[1];
  }

  all(name: string): string[] {
    return this.#pairs.filter(([candidate]) => candidate === name).map(([, value]) => value);
  }
}
