import fc from 'fast-check';
import type { FieldType } from '../../src/types/field-type.js';
import { indexed } from '../../src/types/index-form.js';

/** What one type of field promises, beside what all of them do. */
export interface TypeCase {
  readonly type: FieldType;
  readonly values: fc.Arbitrary<unknown>;
  /** value, stored form */
  readonly edges: readonly (readonly [value: unknown, stored: string])[];
  /** values of untyped callers that do not fit */
  readonly refused: readonly unknown[];
  /** stored forms of another type */
  readonly unreadable: readonly string[];
  /** how values compare, where the type has an order */
  readonly compare?: (a: never, b: never) => number;
}

const ANYTHING_ELSE = [undefined, null, Symbol('s'), () => 1];

const ORDERS = {
  number: (a: string, b: string): number => Number(a) - Number(b),
  text: (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b)),
};

/** The contract of all types of fields, those of users too. */
export function itIsAFieldType({ type, values, edges, refused, unreadable, compare }: TypeCase): void {
  it('gives back what it was given', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(type.accepts(value)).toBe(true);
        expect(type.decode(type.encode(value))).toStrictEqual(value);
      }),
    );
  });

  it.each(edges.map(([value, stored]) => ({ value, stored })))('stores the edge $stored', ({ value, stored }) => {
    expect(type.accepts(value)).toBe(true);
    expect(type.encode(value) === stored).toBe(true);
    expect(type.decode(stored)).toStrictEqual(value);
  });

  it('has one stored form for equal values', () => {
    fc.assert(
      fc.property(values, (value) => {
        const equal = type.copy ? type.copy(value) : structuredClone(value);
        expect(type.encode(equal)).toBe(type.encode(value));
      }),
    );
  });

  it('refuses what it cannot give back, without throwing', () => {
    for (const value of [...refused, ...ANYTHING_ELSE]) expect(type.accepts(value)).toBe(false);
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true }), (value) => {
        if (type.accepts(value)) expect(typeof type.encode(value)).toBe('string');
      }),
    );
  });

  it('says what is wrong with a stored form of another type', () => {
    for (const stored of unreadable) expect(() => type.decode(stored)).toThrow(/^expected .+, found /s);
  });

  it('orders stored forms as it says', () => {
    expect(compare !== undefined).toBe(type.order !== undefined);
    if (!compare) return;
    const byStoredForm = ORDERS[type.order!];
    fc.assert(
      fc.property(values, values, (a, b) => {
        const [first, second] = [a, b].map((value) => indexed(type, type.encode(value)));
        const order = byStoredForm(first!, second!);
        expect(Math.sign(order)).toBe(Math.sign(compare(a as never, b as never)));
      }),
    );
  });

  it('gives copies that share nothing with their original', () => {
    fc.assert(
      fc.property(values, (value) => {
        const copy = type.copy ? type.copy(value) : value;
        expect(copy).toStrictEqual(value);
        if (typeof value === 'object') expect(copy).not.toBe(value);
      }),
    );
  });

  it('ends the sentence "expected ..."', () => {
    expect(type.expected).toMatch(/^(an? |one of |true or false)/);
  });
}
