import { checkFields } from "./check-fields.js";

/** One member of what the service takes or gives: how it is written, and how it is read. */
export interface Member<Ours, Wire> {
  /** Checks a value and gives what S2 takes for it. @throws `invalid_argument` */
  readonly toWire?: ((value: Ours, field: string) => Wire) | undefined;
  /** What stands for the service's value. Default: the value itself. */
  readonly fromWire?: ((value: Wire) => Ours) | undefined;
  /** It is an object itself: its own members, in place of the two functions. */
  readonly members?: Members<Ours, Wire> | undefined;
  /** What is shown when the service has left it out. Default: nothing. */
  readonly unset?: Ours | undefined;
  /** It cannot be put back to a default by `null`. */
  readonly neverNull?: boolean | undefined;
}

/** All members of an object by our names; S2 writes the same names in its own way. */
export type Members<Ours, Wire> = {
  readonly [Name in keyof Ours & string]-?: Member<
    NonNullable<Ours[Name]>,
    WireName<Name> extends keyof Wire ? NonNullable<Wire[WireName<Name>]> : never
  >;
};

/** How S2 writes a name: `minAgeSecs` is `min_age_secs`. */
type WireName<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? First extends Lowercase<First>
    ? `${First}${WireName<Rest>}`
    : `_${Lowercase<First>}${WireName<Rest>}`
  : Name;

type AnyMember = Omit<Member<unknown, unknown>, "members"> & { readonly members?: AnyMembers | undefined };
type AnyMembers = Readonly<Record<string, AnyMember>>;
type AnyValues = Readonly<Record<string, unknown>>;

/**
 * An object as S2 writes it. Members that are `undefined` are left out.
 *
 * @throws `invalid_argument` for a value that the service would refuse, and for a member that does not exist.
 */
export function toWireMembers<Ours extends object, Wire>(
  ours: Ours,
  field: string,
  members: Members<Ours, Wire>,
): Wire {
  return write(ours as AnyValues, field, members as unknown as AnyMembers, false) as Wire;
}

/** Changes to an object as S2 writes them: as {@link toWireMembers}, and `null` puts a member back to its default. */
export function toWireChanges<Ours, Wire, Changes>(
  changes: object,
  field: string,
  members: Members<Ours, Wire>,
): Changes {
  return write(changes as AnyValues, field, members as unknown as AnyMembers, true) as Changes;
}

function write(ours: AnyValues, field: string, members: AnyMembers, nullable: boolean): unknown {
  checkFields(ours, field, Object.keys(members));
  const wire: Record<string, unknown> = {};
  for (const [name, { members: inner, toWire, neverNull }] of Object.entries(members)) {
    const value = ours[name];
    const at = `${field}.${name}`;
    if (value === undefined) continue;
    if (value === null && nullable && !neverNull) wire[wireName(name)] = null;
    else if (inner === undefined) wire[wireName(name)] = toWire?.(value, at);
    else wire[wireName(name)] = write(value as AnyValues, at, inner, nullable);
  }
  return wire;
}

/** An object as this package shows it. What the service has left out is absent, and so is what is not known here. */
export function fromWireMembers<Ours, Wire extends object>(wire: Wire, members: Members<Ours, Wire>): Ours {
  return read(wire as AnyValues, members as unknown as AnyMembers) as Ours;
}

function read(wire: AnyValues, members: AnyMembers): unknown {
  const ours: Record<string, unknown> = {};
  for (const [name, { members: inner, fromWire, unset }] of Object.entries(members)) {
    const value = wire[wireName(name)] ?? undefined;
    if (value === undefined) {
      if (unset !== undefined) ours[name] = unset;
    } else if (inner !== undefined) ours[name] = read(value as AnyValues, inner);
    else ours[name] = fromWire === undefined ? value : fromWire(value);
  }
  return ours;
}

function wireName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
