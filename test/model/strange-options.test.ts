import {
  type Auto,
  Database,
  Entity,
  Field,
  FullText,
  Index,
  ManyToMany,
  ManyToOne,
  Model,
  QueryError,
  SchemaError,
  Unique,
} from 'redstart';
import { expectRefused } from '../support/thrown.js';

@Entity('User')
class User extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() email!: string;
  @FullText() @Field.text({ optional: true }) bio?: string;
}

const never = (value: unknown) => value as never;

describe('options that are none', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [User] });
    await User.create({ email: 'a@b' });
  });
  afterAll(() => db.close());

  it.each<[string, () => unknown, string]>([
    [
      '@Index()',
      () => Index(never({ orderd: true })),
      '"orderd" is not an option of @Index(). Did you mean "ordered"?',
    ],
    ['@Unique()', () => Unique(never({ ignorecase: true })), 'Did you mean "ignoreCase"?'],
    ['@FullText()', () => FullText(never({ stopwords: false })), 'Did you mean "stopWords"?'],
    ['@Entity()', () => Entity('X', never({ tll: 5 })), '"tll" is not an option of @Entity(). Did you mean "ttl"?'],
    ['@Entity() alone', () => Entity(never({ Abstract: true })), 'Did you mean "abstract"?'],
    ['@Field()', () => Field(never({ nullable: true })), 'Use optional, default, check, name, hidden, on.'],
    ['a type of field', () => Field.text(never({ optinal: true })), 'Did you mean "optional"?'],
    ['a json field', () => Field.json(never({ shema: {} })), '"shema" is not an option of @Field()'],
    ['an id', () => Field.id(never({ generator: 'uuid' })), 'Did you mean "generate"?'],
    [
      '@ManyToOne()',
      () => ManyToOne('User', never({ onDelete: 'restrict', optinal: true })),
      '"optinal" is not an option of',
    ],
    ['@ManyToMany()', () => ManyToMany('User', never({ kind: 'set', inverses: 1 })), 'Did you mean "inverse"?'],
  ])('are refused by %s', (_, declare, words) => {
    expect(declare).toThrow(SchemaError);
    expect(declare).toThrow(words);
  });

  it.each<[string, () => unknown, string]>([
    [
      'save',
      async () => (await User.get(1)).save(never({ forced: true })),
      '"forced" is not an option of save(). Did you mean',
    ],
    ['insertMany', () => User.insertMany([{ email: 'x' }], never({ batchSize: 1 })), 'Use onProgress, signal, batch.'],
    [
      'upsert',
      () => User.upsert({ email: 'x' }, never({ by: { email: true }, on: 1 })),
      '"on" is not an option of upsert()',
    ],
    ['reindex', () => User.reindex(never({ bacth: 1 })), 'Did you mean "batch"?'],
    ['page', () => User.query().page(never({ size: 1, offset: 5 })), '"offset" is not an option of page()'],
    [
      'iterate',
      () =>
        User.query()
          .iterate(never({ batchs: 1 }))
          .next(),
      'Did you mean "batch"?',
    ],
    ['update', () => User.query().update({ bio: 'x' }, never({ limit: 1 })), '"limit" is not an option of'],
    ['store', () => User.query().store(never({ tll: 1 })), 'Did you mean "ttl"?'],
    [
      'search',
      () =>
        User.query()
          .search('x', never({ boost: {} }))
          .all(),
      'Did you mean "boosts"?',
    ],
    ['session', () => db.session(() => {}, never({ retry: 1 })), 'Use retries.'],
    ['flush', () => db.session((session) => session.flush(never({ forced: true }))), 'Did you mean "force"?'],
    [
      'a counter of a session',
      () => db.session((session) => session.counter('{app}:left', never({ maximum: 3 })).increment()),
      '"maximum" is not an option of session.counter(). Use min, max.',
    ],
  ])('are refused by %s, and nothing is done', async (_, call, words) => {
    await expectRefused(call, QueryError, words);
    expect(
      await User.query()
        .pluck((user) => user.email)
        .all(),
    ).toEqual(['a@b']);
    expect((await User.get(1)).bio).toBeUndefined();
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ['connect', () => Database.connect(db.address!, never({ model: [User] })), 'Did you mean "models"?'],
    ['embedded', () => Database.embedded(never({ folder: 'x' })), '"folder" is not an option of embedded()'],
    [
      'the first place',
      () => Database.connect(never({ models: [User] })),
      "Write connect('redis://localhost:6379', { models: ... })",
    ],
    [
      'transaction',
      () => db.transaction(() => {}, never({ watching: [] })),
      '"watching" is not an option of transaction()',
    ],
    [
      'a worker',
      async () => db.consumerGroup('g', ['s']).consume(() => {}, never({ retry: 1 })),
      '"retry" is not an option of a worker. Use concurrency, ',
    ],
    ['close', () => db.close(never({ timout: 5 })), 'Did you mean "timeout"?'],
  ])('are refused by %s of a database', async (_, call, words) => {
    await expectRefused(call, TypeError, words);
  });

  it('are none where they are undefined', async () => {
    expect(await User.query().page(never({ size: 1, offset: undefined }))).toMatchObject({ rows: [{ id: 1 }] });
  });
});
