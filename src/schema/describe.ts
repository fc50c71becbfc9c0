const LONGEST = 40;

function describeText(value: string): string {
  return value.length > LONGEST
    ? `string ${JSON.stringify(value.slice(0, LONGEST))}... of ${value.length}`
    : `string ${JSON.stringify(value)}`;
}

function describeObject(value: object): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid Date' : `Date ${value.toISOString()}`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  const name = (Object.getPrototypeOf(value) as { constructor?: { name?: string } } | null)?.constructor?.name;
  return name && name !== 'Object' ? `an instance of ${name}` : 'an object';
}

/** What a value is, in a few words for a message; never throws. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return describeText(value);
  if (value === undefined || value === null) return String(value);
  if (typeof value === 'object') return describeObject(value);
  if (typeof value === 'function') return 'a function';
  return `${typeof value} ${Object.is(value, -0) ? '-0' : String(value)}`;
}
