import { TransportError } from "@s2kit/core";
import { checkInteger } from "@s2kit/core/internal";
import type { CallOptions } from "@s2kit/rest";
import { ifGiven } from "./check-fields.js";

/** One page of a list, in the order of the names, compared byte by byte as UTF-8. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** There is more after the last item of this page. */
  readonly hasMore: boolean;
}

/** Which part of a list. */
export interface ListOptions extends CallOptions {
  /** Only what begins with this. Default: all. */
  readonly prefix?: string | undefined;
  /** Only what comes after this name, which need not exist. Default: from the beginning. */
  readonly startAfter?: string | undefined;
  /** Items on a page. More than 1000 counts as 1000, and so does 0. Default 1000. */
  readonly limit?: number | undefined;
}

/** Which part of a list to go through. `limit` is the size of the pages that are fetched, not of the whole. */
export interface ListAllOptions extends ListOptions {
  /** Also give what is being deleted (`deletedAt` is set). Default false. */
  readonly includeDeleted?: boolean | undefined;
}

/** {@link ListOptions} as S2 takes them. */
interface ListQuery {
  readonly prefix: string | undefined;
  readonly start_after: string | undefined;
  readonly limit: number | undefined;
}

/** The part of a list as S2 is asked for it. @throws `invalid_argument` */
export function listQuery(
  { prefix, startAfter, limit }: ListOptions,
  checkPrefix: (text: string, field: string) => string,
): ListQuery {
  return {
    prefix: ifGiven(prefix || undefined, "prefix", checkPrefix),
    start_after: ifGiven(startAfter || undefined, "startAfter", checkPrefix),
    limit: ifGiven(limit, "limit", checkLimit),
  };
}

function checkLimit(limit: unknown, field: string): number {
  return checkInteger(limit, field, 0, Number.MAX_SAFE_INTEGER);
}

/**
 * Goes through all pages of a list, fetching each when it is needed. It ends with the first error; pages before it have
 * been given.
 *
 * @param fetchPage - Fetches what comes after a name, from the beginning without one.
 * @param nameOf - The name by which an item is listed.
 * @throws `protocol_error` when a page ends where the one before it ended: it would never come to an end.
 */
export async function* paginate<Item>(
  fetchPage: (startAfter: string | undefined) => Promise<Page<Item>>,
  nameOf: (item: Item) => string,
  startAfter?: string | undefined,
): AsyncGenerator<Item, void, undefined> {
  for (let cursor = startAfter; ; ) {
    const { items, hasMore } = await fetchPage(cursor);
    yield* items;
    const last = items.at(-1);
    if (!hasMore || last === undefined) return;
    const next = nameOf(last);
    if (next === cursor) throw new TransportError("the list does not advance", { code: "protocol_error" });
    cursor = next;
  }
}

/** Leaves out what is being deleted, unless it is asked for. */
export async function* withoutDeleted<Item extends { readonly deletedAt?: Date | undefined }>(
  items: AsyncIterable<Item>,
  includeDeleted: boolean | undefined,
): AsyncGenerator<Item, void, undefined> {
  for await (const item of items) {
    if (includeDeleted || item.deletedAt === undefined) yield item;
  }
}
