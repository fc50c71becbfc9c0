/** How an index writes values whose stored form is not ordered as they are, or not the only one; lib/layout/index_form.lua does the same. */
export type IndexForm = 'numeral' | 'number' | 'reversed';

const letter = (first: string, step: number): string => String.fromCharCode(first.charCodeAt(0) + step);
const complement = (digits: string): string => digits.replaceAll(/\d/g, (digit) => String(9 - Number(digit)));

/** A number of digits in front of these, so that more digits stand behind fewer: `c` for two, `zc25` for twenty-five. */
function lengthOf(digits: number): string {
  if (digits < 25) return letter('a', digits);
  const text = String(digits);
  return `z${letter('a', text.length)}${text}`;
}

// the letters of negative numbers stand before those of positive ones, in reverse
const mirror = (length: string): string =>
  complement(length).replaceAll(/[a-z]/g, (c) => letter('A', 'z'.charCodeAt(0) - c.charCodeAt(0)));

// a pattern for zeros at an end takes quadratic time
function withoutZeros(fraction: string): string {
  let end = fraction.length;
  while (end > 0 && fraction[end - 1] === '0') end--;
  return fraction.slice(0, end);
}

/**
 * A decimal numeral as text in the order of numbers: a letter for the number of digits before the point, then all digits
 * without the zeros at both ends. `12.50` is `c125`, `0` is `a`; a negative one has the complement of each, and `~` behind it, so
 * that `-1.55` (`Y844~`) stands before `-1.5` (`Y84~`).
 */
function ofNumeral(stored: string): string {
  const isNegative = stored.startsWith('-');
  const [whole = '', fraction = ''] = (isNegative ? stored.slice(1) : stored).split('.');
  const significant = whole.replace(/^0+/, '');
  const length = lengthOf(significant.length);
  const digits = significant + withoutZeros(fraction);
  return isNegative && digits !== '' ? `${mirror(length)}${complement(digits)}~` : length + digits;
}

/** -0 and 0 are one number. */
const ofNumber = (stored: string): string => (stored === '-0' ? '0' : stored);

/** The characters in reverse, so that ends are beginnings. */
const reverse = (stored: string): string => [...stored].reverse().join('');

const FORMS: Readonly<Record<IndexForm, (stored: string) => string>> = {
  numeral: ofNumeral,
  number: ofNumber,
  reversed: reverse,
};

/** What an index holds for a stored form: the same for equal values, ordered as they are. */
export const indexed = ({ form }: { readonly form?: IndexForm }, stored: string): string =>
  form ? FORMS[form](stored) : stored;
