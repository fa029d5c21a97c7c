import { accountRequirements } from "./account.js";
import { appendRequirements } from "./append.js";
import { basinRequirements } from "./basin.js";
import { httpRequirements } from "./http.js";
import { readRequirements } from "./read.js";
import { sessionRequirements } from "./session.js";
import { streamRequirements } from "./stream.js";

/** Everything a server has to do, by id `<area>.<topic>`: one sentence each. Every one is proved by cases. */
export const requirements: typeof httpRequirements &
  typeof accountRequirements &
  typeof basinRequirements &
  typeof streamRequirements &
  typeof appendRequirements &
  typeof readRequirements &
  typeof sessionRequirements = {
  ...httpRequirements,
  ...accountRequirements,
  ...basinRequirements,
  ...streamRequirements,
  ...appendRequirements,
  ...readRequirements,
  ...sessionRequirements,
};

/** The id of a requirement. */
export type RequirementId = keyof typeof requirements;

/** The first part of a requirement's id. */
export type Area = RequirementId extends `${infer Name}.${string}` ? Name : never;
