import { MAX_PAGE_ITEMS } from "../model/limits.js";
import { compareNames } from "../model/names.js";

/** Which part of a listing is wanted. */
export interface PageRequest {
  readonly prefix: string;
  /** Only names after this one. */
  readonly startAfter: string;
  /** 0, absent and anything above 1000 mean 1000. */
  readonly limit: bigint | undefined;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly hasMore: boolean;
}

/** Things by name, listed in the order of their names' UTF-8 bytes. */
export class NameIndex<T> {
  readonly #byName = new Map<string, T>();
  /** Rebuilt when a listing finds it missing; creating a thousand streams sorts once. */
  #sortedNames: string[] | undefined;

  get size(): number {
    return this.#byName.size;
  }

  get(name: string): T | undefined {
    return this.#byName.get(name);
  }

  set(name: string, item: T): void {
    if (!this.#byName.has(name)) this.#sortedNames = undefined;
    this.#byName.set(name, item);
  }

  delete(name: string): void {
    if (this.#byName.delete(name)) this.#sortedNames = undefined;
  }

  values(): IterableIterator<T> {
    return this.#byName.values();
  }

  /** One page of the names that begin with the prefix and follow `startAfter`. */
  page({ prefix, startAfter, limit }: PageRequest, visible: (name: string) => boolean = () => true): Page<T> {
    this.#sortedNames ??= [...this.#byName.keys()].sort(compareNames);
    const names = this.#sortedNames;
    const wanted =
      limit === undefined || limit === 0n || limit > BigInt(MAX_PAGE_ITEMS) ? MAX_PAGE_ITEMS : Number(limit);
    const items: T[] = [];
    for (let index = firstFrom(names, prefix, startAfter); index < names.length; index++) {
      const name = names[index]!;
      if (!name.startsWith(prefix)) break;
      if (!visible(name)) continue;
      if (items.length === wanted) return { items, hasMore: true };
      items.push(this.#byName.get(name)!);
    }
    return { items, hasMore: false };
  }
}

/** Index of the first name that is at least the prefix and beyond `startAfter`. */
function firstFrom(names: readonly string[], prefix: string, startAfter: string): number {
  let low = 0;
  let high = names.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const name = names[middle]!;
    if (compareNames(name, prefix) >= 0 && compareNames(name, startAfter) > 0) high = middle;
    else low = middle + 1;
  }
  return low;
}
