// The arguments of a cached function as text: the same for equal arguments, whatever the order of their properties.

function refuse(path: string, found: string): never {
  throw new TypeError(
    `${path} is ${found}, which a key cannot hold. Give the cached function a key: (...args) => string.`,
  );
}

function write(value: unknown, path: string, above: readonly unknown[]): string {
  if (value === undefined) return 'undefined';
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : refuse(path, String(value));
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object') refuse(path, `a ${typeof value}`);
  if (above.includes(value)) refuse(path, 'a part of itself');
  const below = [...above, value];
  if (Array.isArray(value)) return `[${[...value].map((item, i) => write(item, `${path}.${i}`, below)).join()}]`;
  if (value instanceof Date) return `Date(${value.getTime()})`;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
    refuse(path, `an instance of ${value.constructor.name}`);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${write(member, `${path}.${name}`, below)}`).join()}}`;
}

/**
 * The key of a call: JSON with sorted properties. What is left out at the end is the same as undefined.
 *
 * @throws TypeError that names the path of an argument that no key can hold
 */
export function argumentKey(args: readonly unknown[]): string {
  const given = args.slice(0, args.findLastIndex((arg) => arg !== undefined) + 1);
  return write(given, 'The arguments', []);
}
