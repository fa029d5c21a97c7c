/** RFC 3339 in UTC with as many fractional digits as the value needs, the form the service writes. */
export function formatInstant(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.?0*Z$/, "Z");
}
