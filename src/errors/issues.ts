// What is wrong with the values of an input, and how it is said.

/** One thing that is wrong with a value. */
export interface ValidationIssue {
  /** the property it is about, with what is inside of it behind points; empty for the whole input */
  readonly field: string;
  readonly expected: string;
  /** a short description of what was there; `undefined` where a value is missing */
  readonly found: string;
  /** what a check says in words of its own, or what cannot be said by what was expected and found */
  readonly message?: string | undefined;
}

/** One thing that is wrong with the input of a model, in one sentence as well. */
export interface InputIssue extends ValidationIssue {
  /** the names that lead to it: the property, then what is inside of it */
  readonly path: readonly string[];
  /** what a check says in words of its own, `is required`, or what was expected and found */
  readonly message: string;
}

const REQUIRED = 'is required';

/** What is wrong, in one sentence. */
export const issueMessage = ({ expected, found, message }: ValidationIssue): string =>
  message ?? (found === 'undefined' ? REQUIRED : `expected ${expected}, found ${found}`);

/** An issue with the path and the sentence that follow from it. */
export function completeIssue(issue: ValidationIssue): InputIssue {
  const { field, expected, found } = issue;
  const path = field.split(/[.[\]]+/).filter((name) => name !== '');
  return { path, field, expected, found, message: issueMessage(issue) };
}

const sentence = ({ field, expected, message }: InputIssue): string =>
  message === REQUIRED ? `${field || 'the input'} is required (${expected})` : `${field || 'input'}: ${message}`;

/** How many issues an error has at most, and how many of them its message tells: an input may have a hundred thousand. */
export const MOST_ISSUES = 100;
const MOST_TOLD = 20;

/** All that is told of issues in a message. */
export function sentences(issues: readonly InputIssue[], total: number): string {
  const told = issues.slice(0, MOST_TOLD).map(sentence).join('; ');
  return total > MOST_TOLD ? `${told}; and ${total - MOST_TOLD} more` : told;
}
