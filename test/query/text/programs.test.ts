import { type Auto, Database, Entity, Field, FullText, Index, Model, SchemaChangedError } from 'redstart';
import { expectConsistent } from '../../support/consistency.js';

@Entity('Page')
class Stemmed extends Model {
  @Field.id() id!: Auto<number>;
  @FullText() @Field.text() body!: string;
}

@Entity('Page')
class Plain extends Model {
  @Field.id() id!: Auto<number>;
  @FullText({ stemmer: false }) @Field.text() body!: string;
}

describe('programs that split the texts of one model differently', () => {
  let db: Database;
  let plain: typeof Plain;
  beforeEach(async () => {
    db = await Database.embedded({ namespace: 'pages', models: [Stemmed] });
    plain = db.bind(Plain);
    await Stemmed.create({ body: 'weaving looms' });
  });
  afterEach(() => db.close());

  it('get no answer that lacks what the other one wrote', async () => {
    const search = () => Stemmed.query().search('loom').ids();
    // it has just heard that its index is complete
    expect(await search()).toEqual([1]);
    await plain.create({ body: 'a loom' });
    const refusal = await search().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(SchemaChangedError);
    expect(refusal).toMatchObject({
      model: 'Page',
      changes: [{ kind: 'index', name: 'text body', here: 'declared', there: 'stale' }],
    });
    await expect(Stemmed.query().search('loom').count()).rejects.toThrow('reindex()');
    await expect(plain.query().search('loom').ids()).rejects.toThrow(SchemaChangedError);
  });

  it('go on with the options of whoever builds the index', async () => {
    await plain.create({ body: 'a loom' });
    await plain.reindex();
    await expectConsistent(db, plain);
    expect(await plain.query().search('loom').ids()).toEqual([2]);
    expect(await plain.query().search('looms').ids()).toEqual([1]);
    await plain.create({ body: 'the loom' });
    expect(await plain.query().search('loom').count()).toBe(2);
  });
});

@Entity('Two')
class Two extends Model {
  @Field.id() id!: Auto<number>;
  @FullText() @Field.text({ name: 'b' }) a!: string;
  @FullText() @Index({ ignoreCase: true }) @Field.text() expires!: string;
  @FullText() @Field.text() get b(): string {
    return `not ${this.expires}`;
  }
}

describe('the words of a text', () => {
  it('stand beside nothing else in a row', async () => {
    await using db = await Database.embedded({ models: [Two] });
    await Two.create({ a: 'looms', expires: 'the end of May' });
    const found = (search: string) => Two.query().search(search).count();
    expect(await Promise.all(['loom', 'may', 'end of june'].map(found))).toEqual([1, 1, 0]);
    expect(await Two.query().where({ expires: 'THE END OF MAY' }).count()).toBe(1);
    await expectConsistent(db, Two);
    expect(await Two.verify()).toMatchObject({ total: 0 });
  });
});
