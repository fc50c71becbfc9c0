import { type Auto, type Condition, Entity, Field, type Fields, Index, Model, Unique } from 'redstart';
import { isCountable } from '../../src/plan/plan.js';
import { encodeRequest } from '../../src/plan/request.js';
import { planCondition } from '../../src/query/compile/condition.js';
import { orderObject, planOrder } from '../../src/query/compile/order.js';
import { planUnique } from '../../src/query/compile/unique.js';
import { recordCondition } from '../../src/query/condition.js';
import { fieldReferences } from '../../src/query/field-references.js';
import { whereObject } from '../../src/query/where.js';
import { compileSchema } from '../../src/schema/compile/schema.js';

@Entity()
@Unique<Book>((book) => [book.shelf, book.place])
class Book extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() isbn!: string;
  @Index() @Field.text({ name: 's' }) shelf!: string;
  @Index() @Field.integer() place!: number;
  @Index() @Field.float({ optional: true }) price?: number;
  @Index({ ordered: true }) @Field.text({ optional: true }) title?: string;
  @Index() @Field.boolean() lent: Auto<boolean> = false;
  @Index() @Field.datetime() bought: Auto<Date> = new Date();
  @Field.text() plain!: string;
}

const schema = compileSchema(Book, 'lib');
const key = (name: string) => `{lib}:Book#${name}`;
const filter = (make: (book: Fields<Book>) => Condition) =>
  recordCondition((recorder) => make(fieldReferences(schema, recorder) as unknown as Fields<Book>)).data;
const plan = (make: (book: Fields<Book>) => Condition) => planCondition(schema, filter(make));
const planObject = (where: object) => planCondition(schema, whereObject(schema, where)!.data);

const shelf = (value: string) => ({ op: 'posting', key: key(`eq:s:${value}`), field: 's', value });
const place = (bounds: object) => ({ op: 'range', key: key('by:place'), field: 'place', ...bounds });
const isbn = (values: string[]) => ({
  op: 'unique',
  key: key('uq:isbn'),
  buckets: 'uq/isbn',
  field: 'isbn',
  values,
});
const title = (bounds: object) => ({ op: 'lexical', key: key('lex:title'), field: 'title', ...bounds });

describe('the plan of a condition', () => {
  it.each<[string, (book: Fields<Book>) => Condition, object]>([
    ['eq of an exact index', (b) => b.shelf.eq('A'), shelf('A')],
    ['eq of a boolean', (b) => b.lent.eq(true), { op: 'posting', key: key('eq:lent:1'), field: 'lent', value: '1' }],
    ['ne', (b) => b.shelf.ne('A'), { op: 'not', input: shelf('A') }],
    [
      'in, each value once',
      (b) => b.shelf.in(['A', 'B', 'A']),
      { op: 'in', leaf: 'posting', key: key('eq:s:'), field: 's', values: ['A', 'B'] },
    ],
    ['in of one value', (b) => b.shelf.in(['A']), shelf('A')],
    ['in of nothing', (b) => b.shelf.in([]), { op: 'ids', ids: [] }],
    ['notIn of nothing', (b) => b.shelf.notIn([]), { op: 'posting', key: key('ids') }],
    [
      'notIn',
      (b) => b.place.notIn([1, 2]),
      {
        op: 'not',
        input: { op: 'in', leaf: 'range', key: key('by:place'), field: 'place', values: ['1', '2'] },
      },
    ],
    ['isNull', (b) => b.price.isNull(), { op: 'posting', key: key('null:price'), field: 'price' }],
    ['isNull of a field that always has a value', (b) => b.place.isNull(), { op: 'ids', ids: [] }],
    ['eq of a number', (b) => b.place.eq(5), place({ min: '5', max: '5' })],
    ['lt', (b) => b.place.lt(5), place({ max: '(5' })],
    ['lte', (b) => b.place.lte(5), place({ max: '5' })],
    ['gt', (b) => b.place.gt(-5), place({ min: '(-5' })],
    ['gte', (b) => b.place.gte(5), place({ min: '5' })],
    ['between', (b) => b.place.between(1, 9), place({ min: '1', max: '9' })],
    ['a date', (b) => b.bought.gte(new Date(7)), { op: 'range', key: key('by:bought'), field: 'bought', min: '7' }],
    ['eq of text with an ordered index', (b) => b.title.lt('M'), title({ max: '(M\0' })],
    ['lte of text', (b) => b.title.lte('M'), title({ max: '(M\x01' })],
    ['gt of text', (b) => b.title.gt('M'), title({ min: '[M\x01' })],
    ['gte of text', (b) => b.title.gte('M'), title({ min: '[M\0' })],
    ['between of text', (b) => b.title.between('A', 'B'), title({ min: '[A\0', max: '(B\x01' })],
    ['startsWith', (b) => b.title.startsWith('Ab'), title({ min: '[Ab', max: '(Ac' })],
    ['startsWith nothing', (b) => b.title.startsWith(''), title({ min: '[' })],
    ['eq of a unique field', (b) => b.isbn.eq('1'), isbn(['1'])],
    ['in of a unique field', (b) => b.isbn.in(['1', '2', '1']), isbn(['1', '2'])],
    ['eq of the id', (b) => b.id.eq(7), { op: 'ids', ids: ['7'] }],
    ['gt of the id', (b) => b.id.gt(7), { op: 'id_range', key: key('ids'), min: '(7' }],
    ['between of the id', (b) => b.id.between(3, 7), { op: 'id_range', key: key('ids'), min: '3', max: '7' }],
    [
      'two bounds of the id',
      (b) => b.id.gte(3).and(b.id.lt(7)),
      { op: 'id_range', key: key('ids'), min: '3', max: '(7' },
    ],
    ['ne of the id', (b) => b.id.ne(7), { op: 'not', input: { op: 'ids', ids: ['7'] } }],
  ])('%s', (_, make, expected) => {
    expect(plan(make)).toEqual(expected);
  });

  it('names long values by their digest, and compares what is stored', () => {
    const value = 'x'.repeat(129);
    expect(plan((b) => b.shelf.eq(value))).toEqual({
      op: 'and',
      inputs: [
        { op: 'posting', key: expect.stringMatching(/#long:s:[0-9a-f]{40}$/), field: 's', value },
        { op: 'stored', field: 's', value },
      ],
    });
  });

  it('refuses a field without an index, and an operator that the index lacks', () => {
    expect(() => plan((b) => b.plain.eq('x'))).toThrow('@Index()');
    expect(() => plan((b) => b.shelf.startsWith('x'))).toThrow('@Index({ ordered: true })');
  });
});

describe('the plan of several conditions', () => {
  it('makes one range of two bounds of a field', () => {
    expect(planObject({ place: { gte: 1, lt: 9 } })).toEqual(place({ min: '1', max: '(9' }));
    expect(plan((b) => b.place.lt(9).and(b.shelf.eq('A'), b.place.gt(1)))).toEqual({
      op: 'and',
      inputs: [place({ min: '(1', max: '(9' }), shelf('A')],
    });
    expect(planObject({ title: { gt: 'A', lte: 'B' } })).toEqual(title({ min: '[A\x01', max: '(B\x01' }));
  });

  it('keeps two lower bounds, and bounds that only one side of an OR has', () => {
    expect(plan((b) => b.place.gt(1).and(b.place.gt(2)))).toEqual({
      op: 'and',
      inputs: [place({ min: '(1' }), place({ min: '(2' })],
    });
    expect(plan((b) => b.place.gt(5).or(b.place.lt(2)))).toEqual({
      op: 'or',
      inputs: [place({ min: '(5' }), place({ max: '(2' })],
    });
  });

  it('flattens what is joined alike, but for values that are known to be disjoint', () => {
    const both = plan((b) => b.shelf.eq('A').and(b.lent.eq(true).and(b.id.eq(1))));
    expect(both).toMatchObject({ op: 'and', inputs: [{ op: 'posting' }, { op: 'posting' }, { op: 'ids' }] });
    const either = plan((b) => b.shelf.in(['A', 'B'.repeat(200)]).or(b.lent.eq(true).or(b.id.eq(1))));
    expect(either).toMatchObject({
      op: 'or',
      inputs: [{ op: 'or', disjoint: true }, { op: 'posting' }, { op: 'ids' }],
    });
  });

  it('makes one list of equalities of a field, side by side', () => {
    const list = plan((b) => b.shelf.in(['A', 'B', 'C']));
    expect(plan((b) => b.shelf.eq('A').or(b.shelf.eq('B'), b.shelf.in(['C'])))).toEqual(list);
    expect(plan((b) => b.shelf.ne('A').and(b.shelf.notIn(['B', 'C'])))).toEqual({ op: 'not', input: list });
    expect(plan((b) => b.shelf.eq('A').and(b.shelf.eq('B')))).toEqual({ op: 'and', inputs: [shelf('A'), shelf('B')] });
  });

  it('keeps values that are named by their digest beside those that are not', () => {
    const long = 'x'.repeat(129);
    expect(plan((b) => b.shelf.in(['A', long]))).toMatchObject({
      op: 'or',
      disjoint: true,
      inputs: [
        shelf('A'),
        {
          op: 'and',
          inputs: [
            { op: 'posting', value: long },
            { op: 'stored', value: long },
          ],
        },
      ],
    });
  });

  it('drops a double negation', () => {
    expect(plan((b) => b.shelf.ne('A').not())).toEqual(shelf('A'));
    expect(plan((b) => b.shelf.eq('A').not().not())).toEqual(shelf('A'));
    expect(planObject({ price: { isNull: false } })).toEqual({ op: 'not', input: plan((b) => b.price.isNull()) });
  });
});

describe('the plan of an order', () => {
  const order = (by: Record<string, unknown>) => planOrder(schema, orderObject(schema, by));

  it('names the index that it walks, and the entities without a value', () => {
    expect(order({ place: 'desc', title: 'asc' })).toEqual([
      { op: 'range', key: key('by:place'), field: 'place', reverse: true },
      { op: 'lexical', key: key('lex:title'), field: 'title', reverse: false, missing: key('null:title') },
    ]);
  });

  it('ends at the id', () => {
    expect(order({ place: 'asc', id: 'desc', title: 'asc' })).toEqual([
      { op: 'range', key: key('by:place'), field: 'place', reverse: false },
      { op: 'id', reverse: true },
    ]);
  });

  it('refuses what has no order', () => {
    expect(() => order({ shelf: 'asc' })).toThrow('@Index({ ordered: true })');
    expect(() => order({ plain: 'asc' })).toThrow('no index');
    expect(() => order({ place: 'up' })).toThrow("'asc' or 'desc'");
    const wayOut = /Order by .* text, or put @Index\(\) on a getter that makes one of it\.$/;
    expect(() => order({ lent: 'asc' })).toThrow(wayOut);
    expect(() => planObject({ lent: { gte: true } })).toThrow(/isNull; or put @Index\(\) on a getter/);
  });
});

describe('the plan of findBy', () => {
  it('joins the values of a class-level constraint, each behind its length', () => {
    expect(planUnique(schema, { place: 5, shelf: 'é' })).toEqual({ index: 's+place', value: '2:é1:5' });
  });
});

describe('a request', () => {
  const model = { key: '{lib}:Book', ids: key('ids'), counts: key('counts'), integer: true };

  it('carries its models, and the position where an earlier slice ended', () => {
    const request = {
      models: [model],
      mode: 'rows',
      plan: plan((b) => b.place.gt(1)),
      offset: 0,
      budget: 4000,
    } as const;
    expect(JSON.parse(encodeRequest(request, '{"at":{"phase":1}}'))).toEqual({
      ...request,
      from: { at: { phase: 1 } },
    });
  });
});

describe('a count', () => {
  it.each<[string, boolean, (book: Fields<Book>) => Condition]>([
    ['of a range', true, (b) => b.place.gt(1)],
    ['of all but some values', true, (b) => b.shelf.notIn(['A', 'B'])],
    ['of many values', false, (b) => b.place.in(Array.from({ length: 101 }, (_, i) => i))],
    ['of either of two fields', false, (b) => b.shelf.eq('A').or(b.place.gt(1))],
    ['of two fields', false, (b) => b.shelf.eq('A').and(b.lent.eq(true))],
    ['of ids', false, (b) => b.id.eq(1)],
  ])('%s is known to the indexes: %p', (_, known, make) => {
    expect(isCountable(plan(make))).toBe(known);
  });
});
