export { S2 } from "s2kit";
