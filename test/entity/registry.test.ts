import {
  type Auto,
  Database,
  Entity,
  Field,
  type Many,
  ManyToMany,
  ManyToOne,
  Model,
  type Ref,
  SchemaError,
} from 'redstart';
import { bindingOf } from '../../src/entity/binding.js';

@Entity('User')
class User extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
}

@Entity('Pupil')
class Pupil extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToMany(() => Course, { kind: 'set', inverse: (course) => course.pupils }) courses!: Many<Course, 'set'>;
}

@Entity('Course')
class Course extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToMany(() => Pupil, { kind: 'set', inverse: (pupil) => pupil.courses }) pupils!: Many<Pupil, 'set'>;
}

@Entity('Lost')
class Lost extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToOne('Nowhere', { onDelete: 'no action', optional: true }) nowhere?: Ref<User>;
  @ManyToMany(() => Friend, { kind: 'set', inverse: (friend) => friend.lost }) friends!: Many<Friend, 'set'>;
}

@Entity('Friend')
class Friend extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToMany(() => Lost, { kind: 'set', inverse: (lost) => lost.friends }) lost!: Many<Lost, 'set'>;
}

describe('the models of a database', () => {
  let db: Database;
  beforeEach(async () => {
    db = await Database.embedded({ models: [User], namespace: 'one' });
  });
  afterEach(() => db.close());

  it('are taken in the place of others where relations and containers are the same as well', () => {
    const declare = (kind: 'set' | 'list', container: 'set' | 'list', to: () => typeof User | typeof Pupil) => {
      @Entity('Club')
      class Club extends Model {
        @Field.id() id!: Auto<number>;
        @ManyToMany(to as () => typeof User, { kind: kind as 'set' }) members!: Many<User, 'set'>;
        @ManyToOne(to as () => typeof User, { onDelete: 'cascade' }) head!: Ref<User>;
      }
      (Field[container]() as PropertyDecorator)(Club.prototype, 'notes');
      return Club;
    };
    const user = () => User;
    db.use(Pupil, Course, declare('set', 'set', user));
    db.use(declare('set', 'set', user));
    for (const other of [
      declare('list', 'set', user),
      declare('set', 'list', user),
      declare('set', 'set', () => Pupil),
    ])
      expect(() => db.use(other)).toThrow('Two entities are named Club in one namespace.');
  });

  it('are bound once: the same class every time', async () => {
    expect(db.bind(User)).toBe(db.bind(User));
    expect(db.bind(User)).not.toBe(User);
    const other = await Database.connect(db.redis, { namespace: 'two' });
    expect(other.bind(User)).toBe(other.bind(User));
    expect(other.bind(User)).not.toBe(db.bind(User));
    await other.bind(User).create({ name: 'Ada' });
    expect(await db.bind(User).query().count()).toBe(0);
    await other.close();
  });

  it('are compiled once, for all connections', async () => {
    const { schema } = bindingOf(User);
    expect(bindingOf(db.bind(User)).schema).toBe(schema);
    const twins = await db.pipeline(async (p) => [p.bind(User), p.bind(User)]);
    expect(twins[0]).toBe(twins[1]);
    expect(bindingOf(twins[0]!).schema).toBe(schema);
    expect(bindingOf(twins[0]!).connection).not.toBe(bindingOf(User).connection);
  });

  it.each([
    ['one side', [Pupil, Course]],
    ['the other side', [Course, Pupil]],
  ] as const)('are bound with those that lead back to them, from %s', async (_, [first, second]) => {
    db.use(Pupil, Course);
    await using other = await Database.connect(db.redis, { namespace: 'two' });
    const [one, two] = [other.bind(first as typeof Pupil), other.bind(second as unknown as typeof Course)];
    expect(other.bind(first as typeof Pupil)).toBe(one);
    await one.create({});
    await two.create({});
    const [Pupils, Courses] = [other.bind(Pupil), other.bind(Course)];
    const [pupil, course] = [await Pupils.get(1), await Courses.get(1)];
    await pupil.courses.add(course);
    expect((await course.pupils.all()).map(({ id }) => id)).toEqual([1]);
    expect(await Pupil.query().count()).toBe(0);
  });

  it('are not bound at all where one of them is refused', async () => {
    await using other = await Database.connect(db.redis, { namespace: 'two' });
    for (const _ of [1, 2]) {
      for (const model of [Lost, Friend])
        expect(() => other.bind(model as typeof Lost)).toThrow(
          /Lost\.nowhere leads to Nowhere, which is not registered/,
        );
    }
  });

  it.each([
    ['several', [User], /bind\(\) takes one model, not an array of 1.*models\.map/],
    ['nothing', undefined, /bind\(\) takes one model, not undefined/],
  ])('are bound one by one: %s at once is refused', (_, given, message) => {
    expect(() => db.bind(given as never)).toThrow(SchemaError);
    expect(() => db.bind(given as never)).toThrow(message);
  });
});
