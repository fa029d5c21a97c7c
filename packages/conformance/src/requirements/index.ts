import { appendRequirements } from "./append.js";

/** Everything a server has to do, by id `<area>.<topic>`: one sentence each. Every one is proved by cases. */
export const requirements: typeof appendRequirements = {
  ...appendRequirements,
};

/** The id of a requirement. */
export type RequirementId = keyof typeof requirements;

/** The first part of a requirement's id. */
export type Area = RequirementId extends `${infer Name}.${string}` ? Name : never;
