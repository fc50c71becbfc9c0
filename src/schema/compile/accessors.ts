/** What a class and those that it extends define under a name: a getter, a method. */
function definitionOf(prototype: object, property: string): PropertyDescriptor | undefined {
  for (
    let at: object | null = prototype;
    at && at !== Object.prototype;
    at = Object.getPrototypeOf(at) as object | null
  ) {
    const found = Object.getOwnPropertyDescriptor(at, property);
    if (found) return found;
  }
  return undefined;
}

/** The getter of a property that cannot be assigned. */
export function getterOf(prototype: object, property: string): (() => unknown) | undefined {
  const definition = definitionOf(prototype, property);
  return definition?.set ? undefined : definition?.get;
}

const NAME = /[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;

/** The names in the source of a function, and in that of the getters and methods of its class that it names. */
export function namesIn(prototype: object, source: unknown, known = new Set<string>()): ReadonlySet<string> {
  if (typeof source !== 'function') return known;
  for (const [name] of Function.prototype.toString.call(source).matchAll(NAME)) {
    if (known.has(name)) continue;
    known.add(name);
    const definition = definitionOf(prototype, name);
    namesIn(prototype, definition?.get ?? definition?.value, known);
  }
  return known;
}
