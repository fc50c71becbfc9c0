import { RedstartError } from './error.js';

/** A query is malformed. Nothing was sent. */
export class QueryError extends RedstartError {
  readonly code = 'QUERY';
}

/** A condition or an order names a field that has no index able to answer it. */
export class NotIndexedError extends RedstartError {
  readonly code = 'NOT_INDEXED';

  constructor(
    readonly model: string,
    readonly field: string,
    readonly operator: string,
    /** the decorator that would answer it */
    readonly remedy: string,
    /** what helps where the decorator is not wanted, if anything does */
    readonly otherwise?: string,
  ) {
    const where = field.includes(' + ') ? 'class' : 'field';
    const ways = [`Add ${remedy} to the ${where}`, ...(otherwise === undefined ? [] : [otherwise])];
    super(`${model}.${field} has no index that answers "${operator}". ${ways.join(', or ')}.`);
  }
}

/** A text query cannot be read. Nothing was sent. */
export class QuerySyntaxError extends RedstartError {
  readonly code = 'QUERY_SYNTAX';

  constructor(
    readonly query: string,
    /** index of the character that it is about */
    readonly position: number,
    readonly reason: string,
  ) {
    super(`${reason}, or search with { syntax: 'plain' }, which takes any text.\n\n  ${excerpt(query, position)}`);
  }
}

const AROUND = 30;

/** The line around a position, and a caret under it. */
function excerpt(query: string, position: number): string {
  const start = Math.max(0, position - AROUND);
  const shown = query.slice(start, position + AROUND).replace(/\s/g, ' ');
  return `${shown}\n  ${' '.repeat(position - start)}^`;
}
