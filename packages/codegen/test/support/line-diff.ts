/** Lines of context around a difference. */
const CONTEXT = 2;

/** The difference of two texts, line by line, with some context: `-` was, `+` is. Empty if they are equal. */
export function lineDiff(before: string, after: string): string {
  const steps = editSteps(before.split("\n"), after.split("\n"));
  const near = (index: number) =>
    steps.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some((step) => step.mark !== " ");
  const lines: string[] = [];
  for (const [index, step] of steps.entries()) {
    if (!near(index)) continue;
    if (!near(index - 1)) lines.push("@@");
    lines.push(`${step.mark}${step.line}`.trimEnd());
  }
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

interface Step {
  readonly mark: " " | "-" | "+";
  readonly line: string;
}

/** By the longest common subsequence; equal ends are cut off first, so that the table stays small. */
function editSteps(before: string[], after: string[]): Step[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const same = (lines: string[]): Step[] => lines.map((line) => ({ mark: " ", line }));
  return [
    ...same(before.slice(0, start)),
    ...middleSteps(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...same(before.slice(before.length - end)),
  ];
}

function middleSteps(before: string[], after: string[]): Step[] {
  const width = after.length + 1;
  const common = new Uint16Array((before.length + 1) * width);
  const cell = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const equal = before[i] === after[j];
      common[i * width + j] = equal ? cell(i + 1, j + 1) + 1 : Math.max(cell(i + 1, j), cell(i, j + 1));
    }
  }
  const steps: Step[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      steps.push({ mark: " ", line: before[i++] ?? "" });
      j++;
    } else if (i < before.length && (j === after.length || cell(i + 1, j) >= cell(i, j + 1))) {
      steps.push({ mark: "-", line: before[i++] ?? "" });
    } else {
      steps.push({ mark: "+", line: after[j++] ?? "" });
    }
  }
  return steps;
}
