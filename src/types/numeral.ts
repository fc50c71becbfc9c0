/** A number as JavaScript writes it; -0 keeps its sign. */
export const encodeNumber = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));
