import { type Auto, Database, Entity, Field, FullText, Index, Model, SchemaChangedError } from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('Person')
class Old extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @Field.text() bio!: string;
}

@Entity('Person')
class New extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @FullText() @Field.text() bio!: string;
  @Index() @Field.text() get initial(): string {
    return this.name.slice(0, 1);
  }
}

const TOTAL = 230;
const person = (i: number) => ({
  name: `${'abcde'[i % 5]}${i}`,
  bio: `likes ${['red', 'blue', 'green'][i % 3]} w${i % 9}`,
});

@Entity('Person')
class Folded extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @FullText() @Index({ ordered: true, ignoreCase: true }) @Field.text() bio!: string;
}

describe('indexes of what a program computes', () => {
  let db: Database;
  let newer: typeof New;
  beforeEach(async () => {
    db = await Database.embedded({ models: [Old] });
    newer = db.bind(New);
    await Old.insertMany(Array.from({ length: TOTAL }, (_, i) => person(i)));
  });
  afterEach(() => db.close());

  it('are refused until they are built by the class, and then answer', async () => {
    await expect(newer.query().where({ initial: 'a' }).all()).rejects.toThrow('the index exact initial is');
    await expect(newer.query().search('red').all()).rejects.toThrow('text bio');
    // what rows have of a getter is written as its index is built
    await expect(newer.query().select({ name: true, initial: true }).all()).rejects.toThrow('the index exact initial');
    await expect(
      newer
        .query()
        .pluck((person) => person.initial)
        .all(),
    ).rejects.toThrow(SchemaChangedError);
    expect(await newer.query().select({ name: true }).limit(1).all()).toEqual([{ name: 'a0' }]);
    await newer.create(person(0));
    const done: number[] = [];
    const report = await newer.reindex({ onProgress: (progress) => done.push(progress.done) });
    expect(report.entities).toBe(TOTAL + 1);
    expect([done[0], done.indexOf(TOTAL + 1)]).toEqual([50, 4]);
    expect(report.built).toEqual(expect.arrayContaining(['exact ~initial', 'text bio']));
    expect(await newer.query().where({ initial: 'a' }).count()).toBe(TOTAL / 5 + 1);
    expect(await newer.query().select({ initial: true }).limit(1).all()).toEqual([{ initial: 'a' }]);
    expect(await newer.query().search('red').count()).toBe(Math.ceil(TOTAL / 3) + 1);
    await expectConsistent(db, newer);
    expect(await newer.verify()).toMatchObject({ total: 0, entities: TOTAL + 1 });
  });

  it('come to a text that has words, and words to one without its case', async () => {
    @Entity('Person')
    class Worded extends Model {
      @Field.id() id!: Auto<number>;
      @Field.text() name!: string;
      @FullText() @Field.text() bio!: string;
    }
    const worded = db.bind(Worded);
    await worded.reindex();
    const folded = db.bind(Folded);
    await folded.create({ name: 'z', bio: 'Likes RED' });
    expect(await folded.reindex()).toMatchObject({ built: ['lexical ~bio'], entities: TOTAL + 1 });
    expect(await folded.query().where({ bio: 'likes red' }).ids()).toEqual([TOTAL + 1]);
    expect(await folded.query().search('red').count()).toBe(Math.ceil(TOTAL / 3) + 1);
    await expectConsistent(db, folded);
  });

  it('are mended where somebody changed or deleted by hand what a row holds of them', async () => {
    await newer.reindex();
    await db.redis.hdel(newer.keyOf(1), '~initial');
    await db.redis.hset(newer.keyOf(2), '~initial', 'z');
    await db.redis.hset(newer.keyOf(3), 'name', '\ud7ff');
    const found = (await newer.verify()).problems.filter(({ kind }) => kind === 'computed');
    expect(found.toSorted((a, b) => Number(a.id) - Number(b.id))).toEqual(
      ['1', '2', '3'].map((id) => ({ kind: 'computed', name: 'initial', id })),
    );
    expect((await newer.repair()).left).toBe(0);
    expect(await newer.verify()).toMatchObject({ total: 0 });
    expect(await newer.query().where({ initial: 'a' }).count()).toBe(TOTAL / 5);
    expect(await newer.query().where({ initial: '\ud7ff' }).ids()).toEqual([3]);
    await expectConsistent(db, newer);
  });

  it('are told of where nothing can be computed of a row', async () => {
    await newer.reindex();
    await db.redis.hdel(newer.keyOf(1), 'name');
    const { problems, left } = await newer.repair();
    expect(left).toBe(1);
    expect(problems).toContainEqual({
      kind: 'computed',
      name: 'initial',
      id: '1',
      fact: expect.stringContaining('name'),
    });
  });

  it('let no program write that cannot compute them', async () => {
    await newer.create(person(0));
    await expect(Old.create(person(1))).rejects.toThrow(SchemaChangedError);
    await expect(Old.create(person(1))).rejects.toThrow('others compute what it holds. Deploy the newer program');
    expect(await newer.query().count()).toBe(TOTAL + 1);
    // without the class there is nothing to compute them with
    const [stored] = await db.storedSchemas('app');
    expect((await stored!.reindex()).built).toEqual([]);
    await expect(newer.query().where({ initial: 'a' }).all()).rejects.toThrow('building');
  });
});
