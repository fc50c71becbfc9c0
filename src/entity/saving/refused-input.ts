// Which of several inputs a refusal is about.
import { RedstartError } from '../../errors/error.js';
import type { ValidationIssue } from '../../errors/issues.js';
import { UniqueError, ValidationError } from '../../errors/model.js';
import { indexed } from '../../types/index-form.js';
import type { Change } from '../../write/change.js';
import { refusedPosition } from '../../write/refusal.js';

/** What is wrong with one of several inputs, by its place among them. */
export const issuesAt = (issues: readonly ValidationIssue[], place: number): ValidationIssue[] =>
  issues.map((issue) => ({ ...issue, field: `[${place}]${issue.field && `.${issue.field}`}` }));

/** Do what concerns one of several inputs; what is wrong with it is told by its place among them. */
export function ofInput<T>(place: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    const { model, issues, total } = error;
    throw new ValidationError(model, issuesAt(issues, place), 'written', total);
  }
}

/** The values of a unique index that a new entity takes, as they are compared. */
function uniqueValues(change: Change, fields: readonly string[]): string | undefined {
  const { indexes, columns } = change.schema;
  const index = indexes.find(
    (one) => one.kind === 'unique' && `${one.fields.map(({ property }) => property)}` === `${fields}`,
  );
  if (!index || change.op !== 'insert') return undefined;
  const stored = index.fields.map((field) => [field, change.row[columns.indexOf(field)]] as const);
  return JSON.stringify(stored.map(([{ codec }, value]) => value && indexed(codec, value)));
}

/** The place of the change before that takes the same unique value. */
function twinOf(changes: readonly Change[], place: number, { fields }: UniqueError): number | undefined {
  const taken = uniqueValues(changes[place]!, fields);
  const twin = changes.slice(0, place).findIndex((change) => uniqueValues(change, fields) === taken);
  return taken === undefined || twin === -1 ? undefined : twin;
}

function named(error: RedstartError, input: number, twin: number | undefined): RedstartError {
  const place = twin === undefined ? `Input [${input}]` : `Inputs [${twin}] and [${input}]`;
  const message = `${place}: ${error.message}`;
  // the engine wrote the message into the stack when the error was made
  const stack = error.stack?.replace(error.message, () => message);
  return Object.assign(error, { message, stack, input, ...(twin !== undefined && { twin }) });
}

/**
 * The refusal of one of the changes of a batch, which says of which input it is.
 *
 * @param first the place of the first change among all inputs
 */
export function refusedInput(error: unknown, changes: readonly Change[], first: number): unknown {
  const place = refusedPosition(error);
  if (place === undefined || !(error instanceof RedstartError)) return error;
  const twin = error instanceof UniqueError ? twinOf(changes, place, error) : undefined;
  return named(error, first + place, twin === undefined ? undefined : first + twin);
}
