// Models that lead to themselves or to each other, before anything of them was written.
import { type Auto, Database, Entity, Field, ManyToOne, Model, type Ref } from 'redstart';

@Entity('Step')
class Step extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToOne(() => Step, { optional: true, onDelete: 'set null' }) up?: Ref<Step>;
}

@Entity('Step')
class Bare extends Model {
  @Field.id() id!: Auto<number>;
}

@Entity('Hen')
class Hen extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToOne(() => Egg, { optional: true, onDelete: 'set null' }) egg?: Ref<Egg>;
}

@Entity('Egg')
class Egg extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToOne(() => Hen, { optional: true, onDelete: 'restrict' }) hen?: Ref<Hen>;
}

describe('verify() of models that lead to each other', () => {
  let db: Database;
  beforeEach(async () => {
    db = await Database.embedded({ models: [Step, Hen, Egg] });
  });
  afterEach(() => db.close());

  const found = async () => {
    const reports = await Promise.all([Step.verify(), Hen.verify(), Egg.verify()]);
    return reports.flatMap(({ problems }) => problems);
  };

  it('finds nothing before the first write, nor behind each', async () => {
    expect(await found()).toEqual([]);
    const hen = await Hen.create({});
    expect(await found()).toEqual([]);
    await Egg.create({ hen });
    await Step.create({});
    expect(await found()).toEqual([]);
  });

  it('finds nothing where another program has written that leads nowhere', async () => {
    await db.bind(Bare).create({});
    expect(await found()).toEqual([]);
  });

  it('tells of what was known and is lost', async () => {
    await Step.create({ up: await Step.create({}) });
    await db.redis.hdel('{app}:Step#counts', 'referrers');
    expect(await Step.verify()).toMatchObject({ problems: [{ kind: 'schema', name: 'referrers' }] });
    await db.redis.del('{app}#models');
    expect(await Step.verify()).toMatchObject({ problems: [{ kind: 'schema', name: 'referrers' }] });
    await Step.repair();
    expect(await found()).toEqual([]);
  });
});
