/** Decides what `console.log` shows for a class's instances in Node, Bun and Deno. */
export function printAs<T extends object>(prototype: T, show: (value: T) => unknown): void {
  Object.defineProperty(prototype, Symbol.for("nodejs.util.inspect.custom"), {
    value(this: T): unknown {
      return show(this);
    },
  });
}
