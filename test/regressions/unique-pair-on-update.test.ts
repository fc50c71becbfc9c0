import { type Auto, Database, Entity, Field, Model, Unique, type UniqueError } from 'redstart';

@Entity('Slot')
@Unique<Slot>((slot) => [slot.doctor, slot.time])
class Slot extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() code!: string;
  @Field.text() doctor: Auto<string> = 'nobody';
  @Field.datetime() time!: Date;
}

@Entity('Badge')
@Unique<Badge>((badge) => [badge.owner, badge.word])
class Badge extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() owner!: string;
  @Field.text({ hidden: true }) word!: string;
}

const [ONE, TWO] = [new Date('2027-01-01T10:00:00Z'), new Date('2027-01-01T11:00:00Z')];

describe('the error of unique values together, where a change sets some of them', () => {
  let db: Database;
  const fail = (): never => {
    throw new Error('nothing was refused');
  };
  const told = async (work: () => Promise<unknown>): Promise<UniqueError> => work().then(fail, (error) => error);

  beforeAll(async () => {
    db = await Database.embedded({ models: [Slot, Badge] });
    await Slot.insertMany([
      { doctor: 'ada', time: ONE, code: 'x' },
      { doctor: 'ada', time: TWO, code: 'y' },
    ]);
  });
  afterAll(() => db.close());

  it.each([
    ['update()', async () => (await Slot.get(2)).update({ time: ONE })],
    ['change()', () => Slot.change(2, { time: ONE })],
    ['update() of a query', () => Slot.query().where({ code: 'y' }).update({ time: ONE })],
    ['upsert() of one that is there', () => Slot.upsert({ time: ONE, code: 'y' }, { by: { code: true } })],
  ])('has the others as well, by %s', async (_way, work) => {
    const error = await told(work);
    expect(error).toMatchObject({ code: 'UNIQUE', fields: ['doctor', 'time'], value: ['ada', ONE], holder: 1 });
    expect(error.message).toContain('is unique, and "ada", ');
  });

  it('hides what is hidden', async () => {
    await Badge.insertMany([
      { owner: 'a', word: 'secret' },
      { owner: 'b', word: 'secret' },
    ]);
    const error = await told(() => Badge.change(2, { owner: 'a' }));
    expect(error.value).toEqual(['a', '(hidden)']);
    expect(error.message).not.toContain('secret');
  });
});
