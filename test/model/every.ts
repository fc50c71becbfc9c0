import fc from 'fast-check';
import { type Auto, Entity, Field, FullText, Index, Model, Unique } from 'redstart';
import { type Ability, type Facts, holds, type Test } from '../support/oracle.js';

/** One model with every kind of index. */
@Index<Every>((every) => [every.exact, every.whole])
@Index<Every>((every) => [every.whole, every.line])
@Entity('Every', { ttl: 3_600_000 })
export class Every extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text({ optional: true }) exact?: string | undefined;
  @Index() @Field.integer() whole!: number;
  @Index({ ordered: true }) @Field.text({ optional: true }) line?: string | undefined;
  @Unique({ ignoreCase: true }) @Field.text({ optional: true }) code?: string | undefined;
  @Index({ ordered: true, suffix: true, ignoreCase: true }) @Field.text({ optional: true }) title?: string | undefined;
  @Index({ pattern: true, suffix: true }) @Field.text({ optional: true }) path?: string | undefined;
  @Index() @Field.json({ optional: true }) tags?: (string | number | boolean)[] | undefined;
  @FullText({ suffix: true }) @Field.text({ optional: true }) body?: string | undefined;
  @Index() @Field.integer({ optional: true }) get double(): number | undefined {
    return this.line === undefined ? undefined : this.whole * 2;
  }
  @Index({ pattern: true, ignoreCase: true }) @Field.text({ optional: true }) get label(): string | undefined {
    return this.path === undefined ? undefined : `${this.path}${this.exact ?? ''}`;
  }
}

export const FOLDED: ReadonlySet<string> = new Set(['title', 'code', 'label']);
const texts = fc.constantFrom(
  '',
  '\0',
  '\x01\x02',
  'a',
  'A',
  'ab',
  'aB',
  'b/a',
  '__proto__',
  '😀',
  'é',
  'E\u0301',
  'x'.repeat(129),
);
export const wholes = fc.integer({ min: -3, max: 5 });
export const codes = fc.constantFrom('a', 'A', 'b', 'é', 'E\u0301', '__proto__', '\0');
export const elements = fc.constantFrom('a', '~', '5', 5, true, 'true', '__proto__', '\0') as fc.Arbitrary<
  string | number | boolean
>;
const WORDS = ['loom', 'looms', 'engine', 'steam', 'the', 'spun', '東京', 'été'];
const bodies = fc.array(fc.constantFrom(...WORDS), { maxLength: 6 }).map((words) => words.join(' '));
const VALUES = {
  exact: texts,
  whole: wholes,
  line: texts,
  code: codes,
  title: texts,
  path: texts,
  tags: fc.array(elements, { maxLength: 3 }),
  body: bodies,
};
export type Given = { -readonly [K in keyof Facts]: unknown };
export const inputs = fc.record(VALUES, { requiredKeys: ['whole'] }) as fc.Arbitrary<Given>;
export const changes = fc.record(
  Object.fromEntries(
    Object.entries(VALUES).map(([name, values]) => [
      name,
      name === 'whole' ? values : fc.option(values as fc.Arbitrary<unknown>, { nil: undefined, freq: 4 }),
    ]),
  ),
  { requiredKeys: [] },
) as fc.Arbitrary<Given>;

const text = { text: true, ordered: true, pattern: true };
export const ABILITIES: Readonly<Record<string, Ability>> = {
  id: { values: fc.integer({ min: 1, max: 20 }), ordered: true, nullable: false },
  exact: { values: texts },
  whole: { values: wholes, ordered: true, nullable: false },
  line: { values: texts, ...text },
  code: { values: codes, nullable: false },
  title: { values: texts, ...text, suffix: true },
  path: { values: texts, ...text, suffix: true },
  tags: { values: elements, array: true },
  double: { values: fc.integer({ min: -6, max: 10 }), ordered: true },
  label: { values: texts, ...text },
};
const ORDERED = ['id', 'whole', 'line', 'title', 'path', 'double', 'label'];
export const orders = fc.uniqueArray(
  fc.tuple(fc.constantFrom(...ORDERED), fc.constantFrom('asc' as const, 'desc' as const)),
  {
    selector: ([field]) => field,
    minLength: 1,
    maxLength: 3,
  },
);

const folded = (code: unknown): unknown => (typeof code === 'string' ? code.toLowerCase().normalize('NFC') : undefined);
export const present = (row: Given): Given =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));

/** What the getters give, too. */
export const whole = (row: Facts): Facts => ({
  ...row,
  ...(row.line !== undefined && { double: (row.whole as number) * 2 }),
  ...(row.path !== undefined && { label: `${row.path}${row.exact ?? ''}` }),
});

/** The entities as a program without a server holds them. */
export class Memory {
  rows = new Map<number, Given>();

  get list(): Facts[] {
    return [...this.rows.values()];
  }

  pick(place: number): number | undefined {
    const ids = [...this.rows.keys()];
    return ids[place % Math.max(1, ids.length)];
  }

  holder(code: unknown): number | undefined {
    const wanted = folded(code);
    if (wanted === undefined) return undefined;
    return [...this.rows].find(([, row]) => folded(row.code) === wanted)?.[0];
  }

  /** Whether each code is of one entity. */
  isUnique(rows = this.list): boolean {
    const all = rows.map(({ code }) => folded(code)).filter((code) => code !== undefined);
    return new Set(all).size === all.length;
  }

  /** Set what a write that is all or none sets; false where two would have one code. */
  write(next: Map<number, Given>): boolean {
    if (!this.isUnique([...next.values()])) return false;
    this.rows = next;
    return true;
  }

  with(id: number, changes: Given): Map<number, Given> {
    return new Map([...this.rows, [id, present({ ...this.rows.get(id), ...changes, id })]]);
  }

  fitting(test: Test): Facts[] {
    return this.list.filter((row) => holds(test, whole(row), FOLDED));
  }
}
