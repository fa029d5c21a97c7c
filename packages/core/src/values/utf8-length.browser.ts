/** Nothing in browsers counts bytes without encoding. */
export { encodedLength as utf8Length } from "./utf8.js";
