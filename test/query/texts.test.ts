import {
  type Auto,
  Database,
  Entity,
  Field,
  Index,
  Model,
  NotIndexedError,
  QueryError,
  Unique,
  UniqueError,
} from 'redstart';
import { planCondition } from '../../src/query/compile/condition.js';
import { whereObject } from '../../src/query/where.js';
import { expectConsistent } from '../support/consistency.js';
import { mistakeOf, schemaOf } from '../support/schema-of.js';

@Entity()
class City extends Model {
  @Field.id() id!: Auto<number>;
  @Index({ prefix: true }) @Field.text() name!: string;
  @Index({ pattern: true, suffix: true }) @Field.text() path!: string;
  @Index({ ordered: true, suffix: true, ignoreCase: true }) @Field.text({ optional: true }) title?: string;
  @Unique({ ignoreCase: true }) @Field.text({ optional: true }) code?: string;
  @Index() @Field.text({ optional: true }) plain?: string;
  @Index() @Field.integer({ optional: true }) size?: number;
}

const planOf = (where: object) => planCondition(schemaOf(City), whereObject(schemaOf(City), where)!.data);

describe('the plan of a pattern', () => {
  it('reads the texts that begin as it does', () => {
    expect(planOf({ path: { like: 'src/*.ts' } })).toEqual({
      op: 'pattern',
      key: '{test}:City#lex:path',
      field: 'path',
      min: '[src/',
      max: '(src0',
      literals: ['src/', '.ts'],
      gaps: [
        [0, 0],
        [0, -1],
        [0, 0],
      ],
    });
  });

  it('reads from the end where it begins with a wildcard', () => {
    expect(planOf({ path: { like: '*/a!?.ts' } })).toEqual({
      op: 'pattern',
      key: '{test}:City#rev:path',
      field: 'path',
      form: 'reversed',
      min: '[st.',
      max: '(st/',
      literals: ['st.', 'a/'],
      gaps: [
        [0, 0],
        [1, 2],
        [0, -1],
      ],
    });
    expect(planOf({ path: { like: '*a*' } })).toMatchObject({ key: '{test}:City#lex:path' });
  });

  it('compares without case where the index does', () => {
    const folded = { op: 'pattern', key: '{test}:City#lex:~title', field: '~title', literals: ['ab'] };
    expect(planOf({ title: { like: 'AB*' } })).toMatchObject({ ...folded, min: '[ab' });
    expect(planOf({ title: 'E\u0301A' })).toMatchObject({ min: '[éa\0' });
  });

  it('of the end of a text is one of its beginning from behind', () => {
    expect(planOf({ path: { endsWith: 'é😀' } })).toMatchObject({ op: 'lexical', min: '[😀é', max: '(😀ê' });
  });
});

const NAMES = ['Berlin', 'Bern', 'bern', 'Bergen', 'Ber*gen', 'Be', 'Bér', 'B😀r', '', 'Ber\0n', 'Oslo', '100%', 'a.b'];

describe('texts', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [City] });
    const rows = NAMES.map((name, i) => ({ name, path: name, title: name, ...(i < 3 && { plain: name }) }));
    await City.insertMany(rows);
    await expectConsistent(db, City);
  });
  afterAll(() => db.close());

  const names = async (where: object): Promise<string[]> => (await City.query().where(where).all()).map((c) => c.name);
  const like = (pattern: string) => names({ path: { like: pattern } });

  it('are found by a beginning and by an end', async () => {
    expect(await names({ name: { startsWith: 'Ber' } })).toEqual(['Berlin', 'Bern', 'Bergen', 'Ber*gen', 'Ber\0n']);
    expect(await names({ path: { endsWith: 'gen' } })).toEqual(['Bergen', 'Ber*gen']);
    expect(await names({ path: { endsWith: '' } })).toEqual(NAMES);
    expect(await names({ title: { startsWith: 'BERN' } })).toEqual(['Bern', 'bern']);
    expect(await names({ title: { endsWith: 'N' } })).toEqual([
      'Berlin',
      'Bern',
      'bern',
      'Bergen',
      'Ber*gen',
      'Ber\0n',
    ]);
    const others = await City.query()
      .where((city) => city.name.startsWith('B').not())
      .all();
    expect(others.map((city) => city.name)).toEqual(['bern', '', 'Oslo', '100%', 'a.b']);
  });

  it('fit a pattern from their first character to their last', async () => {
    expect(await like('Ber!')).toEqual(['Bern']);
    expect(await like('Ber??')).toEqual(['Bern', 'Ber\0n']);
    expect(await like('B!r')).toEqual(['Bér', 'B😀r']);
    expect(await like('Be+')).toEqual(['Berlin', 'Bern', 'Bergen', 'Ber*gen', 'Ber\0n']);
    expect(await like('*er*n')).toEqual(['Berlin', 'Bern', 'bern', 'Bergen', 'Ber*gen', 'Ber\0n']);
    expect(await like('*e!n')).toEqual(['Bern', 'bern']);
    expect(await like('')).toEqual(['']);
    expect(await like('?')).toEqual(['']);
    expect(await like('*')).toEqual(NAMES);
  });

  it('take all other characters as they are', async () => {
    expect(await like('100%')).toEqual(['100%']);
    expect(await like('a.b')).toEqual(['a.b']);
    for (const text of ['a%b', 'Ber.', '[B]*', '^Bern$', '(', '\\*', 'B%a*']) expect(await like(text)).toEqual([]);
  });

  it('are ordered and compared without case where the index says so', async () => {
    const ordered = await City.query()
      .where({ title: { between: ['BERG', 'bern'] } })
      .orderBy({ title: 'desc' })
      .all();
    expect(ordered.map((city) => city.name)).toEqual(['bern', 'Bern', 'Berlin', 'Bergen']);
    expect(await names({ title: { in: ['OSLO', 'BÉR'] } })).toEqual(['Bér', 'Oslo']);
    const { id } = await City.create({ name: 'x', path: 'x', code: 'Straße' });
    await expect(City.create({ name: 'x', path: 'x', code: 'STRAße' })).rejects.toMatchObject({
      fields: ['code'],
      value: ['STRAße'],
      holder: id,
    });
    await expect(City.create({ name: 'x', path: 'x', code: 'STRAße' })).rejects.toThrow(UniqueError);
    const holder = await City.findBy({ code: 'STRASSE'.replace('SS', 'ß') });
    expect(holder).toMatchObject({ id, code: 'Straße' });
    await holder!.update({ code: 'strasse' });
    expect(await City.query().where({ code: 'STRASSE' }).ids()).toEqual([id]);
    await holder!.delete();
    await expectConsistent(db, City);
  });

  it('take patterns that were made to be slow', async () => {
    const long = 'a'.repeat(2000);
    const { id } = await City.create({ name: long, path: long });
    for (const pattern of ['*a'.repeat(20).concat('b'), 'a?'.repeat(20).concat('*b'), '?'.repeat(900).concat('zz')])
      expect(await like(pattern)).toEqual([]);
    expect(
      await City.query()
        .where({ path: { like: `${'*a'.repeat(20)}*` } })
        .ids(),
    ).toEqual([id]);
    expect(
      await City.query()
        .where({ path: { like: '!'.repeat(1000) } })
        .ids(),
    ).toEqual([]);
    await expect(like('*a'.repeat(40))).rejects.toThrow('A pattern has at most 1000 characters and 32 places');
    await expect(like('a'.repeat(1001))).rejects.toThrow(QueryError);
    await (await City.get(id)).delete();
  });

  it('hold the server for few texts at a time where a pattern is slow', async () => {
    const path = 'a'.repeat(200);
    const rows = Array.from({ length: 400 }, (_, i) => ({
      name: 'slow',
      path: i % 4 ? path : `${path}xb`,
      size: i % 2,
    }));
    await City.insertMany(rows);
    const slow = City.query().where({ path: { like: `${'*a?a?'.repeat(4)}*xb` } });
    expect(await slow.count()).toBe(100);
    expect((await slow.explain()).roundTrips).toBeGreaterThan(20);
    const even = slow.where({ size: 0 });
    expect(await even.count()).toBe(100);
    expect((await even.explain()).roundTrips).toBeGreaterThan(10);
    await City.query().where({ name: 'slow' }).delete();
  });

  it('name the decorator to add', async () => {
    const wayOut = async (where: object) => {
      const error: unknown = await City.query()
        .where(where)
        .all()
        .catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(NotIndexedError);
      return (error as Error).message.split('. ')[1];
    };
    expect(await wayOut({ plain: { startsWith: 'x' } })).toBe(
      'Add @Index({ ordered: true }) to the field, or let scan() read every entity.',
    );
    expect(await wayOut({ plain: { like: 'x' } })).toContain('Add @Index({ pattern: true })');
    expect(await wayOut({ name: { endsWith: 'x' } })).toContain('Add @Index({ suffix: true })');
    await expect(names({ size: { like: 'x' } })).rejects.toThrow('a field of type integer has no operator like');
  });

  it('refuse what is not text', async () => {
    for (const wrong of [undefined, null, 1, {}, ['a'], '\ud800']) {
      for (const operator of ['startsWith', 'endsWith', 'like'])
        await expect(async () => names({ path: { [operator]: wrong } })).rejects.toThrow(QueryError);
    }
  });
});

describe('options of @Index()', () => {
  const wrong = (options: object, type: PropertyDecorator, ...more: PropertyDecorator[]): string => {
    class Wrong extends Model {}
    for (const decorator of [Field.id() as PropertyDecorator]) decorator(Wrong.prototype, 'id');
    for (const decorator of [type, Index(options), ...more]) decorator(Wrong.prototype, 'a');
    Entity()(Wrong);
    return mistakeOf(Wrong);
  };

  it.each(['prefix', 'suffix', 'pattern', 'ignoreCase'])('refuse %s on what is not text', (option) => {
    const message = `Wrong.a: { ${option}: true } is for text, and the field is of type integer. Remove the option.`;
    expect(wrong({ [option]: true }, Field.integer() as PropertyDecorator)).toBe(message);
    expect(wrong({ [option]: true }, Field.date() as PropertyDecorator)).toContain('is for text');
  });

  it('refuse two ways to compare', () => {
    expect(wrong({ ignoreCase: true }, Field.text() as PropertyDecorator, Unique())).toBe(
      'Wrong.a: one of its decorators says ignoreCase, and another does not. Say it on all, and put the other way on a getter.',
    );
  });
});
