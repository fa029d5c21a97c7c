import type { ApiChange, ChangeKind, Position } from "./api-diff.js";

/** In which positions a change breaks. What is sent may only be accepted more widely, what is received only narrowed. */
export type Effect = Readonly<Record<Position, boolean>>;

/** Fewer values are possible: a sender may send one that is now refused. */
export const NARROWS: Effect = { request: true, response: false };
/** More values are possible: a receiver may get one that it does not know. */
export const WIDENS: Effect = { request: false, response: true };
export const BREAKS: Effect = { request: true, response: true };
export const HARMLESS: Effect = { request: false, response: false };

export const SENT: readonly Position[] = ["request"];
export const RECEIVED: readonly Position[] = ["response"];

/** Reports a difference at the place that is being compared. */
export type Report = (kind: ChangeKind, message: string, effect: Effect) => void;

/** Collects changes at one place after the other. */
export class ChangeList {
  readonly changes: ApiChange[] = [];

  /** Adds a change of the API's surface. */
  add(kind: ChangeKind, place: string, part: string, message: string, breaking: boolean): void {
    this.changes.push({ kind, breaking, place, part, message });
  }

  /** Adds a change of something that travels; whether it breaks follows from which way it does. */
  addTravelling(
    kind: ChangeKind,
    place: string,
    part: string,
    message: string,
    effect: Effect,
    positions: readonly Position[],
  ): void {
    const breaking = positions.some((position) => effect[position]);
    this.changes.push({ kind, breaking, place, part, message, positions });
  }

  sorted(): ApiChange[] {
    return [...this.changes].sort(
      (a, b) =>
        compare(a.place, b.place) ||
        compare(a.part, b.part) ||
        compare(a.kind, b.kind) ||
        compare(a.message, b.message),
    );
  }
}

/** By code units, so that the order does not depend on the machine's language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
