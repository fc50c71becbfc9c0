// JSON has no form for a bigint, and would throw
const forJson = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

/** An error with its message and its facts, for logs and replies; what caused it and the stack are not among them. */
export function errorFacts(error: Error & { readonly code: string }): Record<string, unknown> {
  const { cause: _, ...facts } = { ...error } as Record<string, unknown>;
  const plain = { ...facts, name: error.name, code: error.code, message: error.message };
  return JSON.parse(JSON.stringify(plain, forJson)) as Record<string, unknown>;
}

const capital = (word: string): string => word.charAt(0) + word.slice(1).toLowerCase();

/** The name of the class of an error, from its code: a minifier leaves it as it is. */
export const errorName = (code: string): string => `${code.split('_').map(capital).join('')}Error`;
