/** What has to hold for basins. */
export const basinRequirements = {
  "basin.name": "A basin's name has 8 to 48 characters of a small alphabet.",
  "basin.header": "Stream routes name their basin in the s2-basin header.",
  "basin.create": "POST creates a basin once; a replay with the same request token is recognised.",
  "basin.ensure": "PUT makes the basin have exactly the given configuration.",
  "basin.reconfigure": "PATCH changes what it names: absent keeps, null clears, a value sets.",
  "basin.list": "Basins are listed in byte order, by prefix and page.",
  "basin.delete": "DELETE marks the basin at once and removes it with its streams afterwards.",
} as const;
