/** Longest line, indentation included, where words allow it. */
const WIDTH = 120;

/** Wraps text into a doc comment, breaking long lines. The lines of a list item are indented under it. */
export function comment(text: string, indent = ""): string {
  const prefix = `${indent} *`;
  const lines = text
    .replaceAll("*/", "*\\/")
    .split(/\r?\n/)
    .flatMap((line) => wrap(line.trimEnd(), WIDTH - prefix.length - 1));
  if (lines.length === 1 && `${indent}/** ${lines[0]} */`.length <= WIDTH) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${prefix}${line === "" ? "" : ` ${line}`}\n`).join("")}${indent} */\n`;
}

function wrap(line: string, width: number): string[] {
  const hanging = /^\s*- /.test(line) ? "  " : "";
  const lines: string[] = [];
  let rest = line;
  while (rest.length > width) {
    const room = rest.lastIndexOf(" ", width);
    // A word that is longer than the line stays whole.
    const end = room > hanging.length ? room : rest.indexOf(" ", width);
    if (end === -1) break;
    lines.push(rest.slice(0, end));
    rest = hanging + rest.slice(end + 1).trimStart();
  }
  return [...lines, rest];
}
