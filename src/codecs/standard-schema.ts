/** The part of the Standard Schema interface (standardschema.dev, version 1) that is used here: zod, valibot, arktype and others implement it. */
export interface StandardSchema<Output = unknown, Input = unknown> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string; readonly path?: readonly unknown[] | undefined }[] };

/** One thing that a schema has against a value. */
export interface SchemaIssue {
  /** the names that lead to it from the value; none where it is about the value itself */
  readonly path: readonly string[];
  readonly message: string;
}

/** What a schema says of a value: what it makes of it, or what is wrong. */
export type Verdict<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

const step = (part: unknown): string =>
  String(typeof part === 'object' && part !== null && 'key' in part ? part.key : part);

function verdictOf<Output>(result: StandardResult<Output>): Verdict<Output> {
  if (!result.issues) return result;
  return { issues: result.issues.map(({ message, path }) => ({ message, path: (path ?? []).map(step) })) };
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as { then?: unknown } | null)?.then === 'function';

/** Whether something can be used as a schema at all. */
export const isSchema = (value: unknown): value is StandardSchema =>
  typeof (value as Partial<StandardSchema> | null | undefined)?.['~standard']?.validate === 'function';

/** Ask a schema about a value; a promise where the schema is asynchronous. */
export function validate<Output>(
  schema: StandardSchema<Output>,
  value: unknown,
): Verdict<Output> | Promise<Verdict<Output>> {
  const result = schema['~standard'].validate(value);
  return isThenable(result) ? Promise.resolve(result).then(verdictOf) : verdictOf(result);
}

/**
 * Ask a schema about a value, where nobody can wait.
 *
 * @returns undefined when the schema is asynchronous
 */
export function validateNow<Output>(schema: StandardSchema<Output>, value: unknown): Verdict<Output> | undefined {
  const verdict = validate(schema, value);
  if (!(verdict instanceof Promise)) return verdict;
  // nobody waits for it: its failure must not end the program
  verdict.catch(() => {});
  return undefined;
}

/** What zod puts before and behind what it expects, in its own messages. */
const PHRASES: readonly (readonly [pattern: RegExp, expected: string])[] = [
  [/^Invalid input: expected (.+), received .+$/s, '$1'],
  [/^Too (?:small|big): expected (.+)$/s, '$1'],
  [/^Invalid number: must (.+)$/s, 'a number that must $1'],
  [/^Invalid [^:]+: must (.+)$/s, 'text that must $1'],
  [/^Invalid discriminator value. Expected (.+)$/s, 'one of $1'],
  [/^Unrecognized keys?: (.+)$/s, 'no key $1'],
  [/^Invalid input$/, 'another value'],
  [/^Invalid [^:]+: expected (.+)$/s, '$1'],
  [/^Invalid (?!input$)([\w -]+)$/s, 'a valid $1'],
];

const phraseOf = (message: string) => PHRASES.find(([pattern]) => pattern.test(message));

/** What a schema expected, by its message, as it stands in `expected ..., found ...`. */
export function expectedBy(message: string): string {
  const known = phraseOf(message);
  return known ? message.replace(...known) : message;
}

/** What a type expected, said as a schema would. */
export const expecting = (what: string): readonly SchemaIssue[] => [
  { path: [], message: `Invalid input: expected ${what}` },
];

/** A message that whoever made the schema wrote, or undefined: it says all by itself. */
export const ownMessage = (message: string): string | undefined => (phraseOf(message) ? undefined : message);
