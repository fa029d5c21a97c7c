/** The document cannot be read, or says something that cannot be generated. The message names the place. */
export class DocumentError extends Error {
  override readonly name: string = "DocumentError";
}
