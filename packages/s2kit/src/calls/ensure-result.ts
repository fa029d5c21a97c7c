/** What an ensure did: made it, changed its configuration, or found it as asked. */
export type EnsureOutcome = "created" | "updated" | "noop";

/** What an ensure did, and what is there now. */
export interface EnsureResult<Info> {
  readonly result: EnsureOutcome;
  readonly info: Info;
}

/** Reads the outcome from the answer: its header, else its status (a service that does not say tells no noop). */
export function ensureOutcome(response: Response): EnsureOutcome {
  const told = response.headers.get("s2-provision-result");
  if (told === "created" || told === "updated" || told === "noop") return told;
  return response.status === 201 ? "created" : "updated";
}
