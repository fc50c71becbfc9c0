// Compiles under tsc: which containers an entity can have, and what they are not.
import {
  type Auto,
  type Counter,
  type Database,
  Entity,
  Field,
  type List,
  Model,
  number,
  type RedisSet,
  type SortedSet,
  type Stream,
} from 'redstart';
import { z } from 'zod';

const lax = z.object({ at: z.coerce.date<Date | string>(), word: z.string().transform((text) => text.length) });
type Logged = { at: Date; word: number };
type ToLog = { at: Date | string; word: string };

@Entity('User')
class User extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @Field.list() visits!: List;
  @Field.list({ codec: number }) times!: List<number>;
  @Field.counter({ min: 0 }) lives!: Counter;
  @Field.set() tags!: RedisSet;
  @Field.sortedSet() ranks!: SortedSet;
  @Field.stream<{ type: string }>() events!: Stream<{ type: string }>;
  @Field.stream({ schema: lax }) log!: Stream<Logged, string, ToLog>;
}

export class Wrong extends Model {
  // @ts-expect-error a list is not a set
  @Field.list() a!: RedisSet;
  // @ts-expect-error text, unless a codec says otherwise
  @Field.list() b!: List<number>;
  // @ts-expect-error the values are numbers
  @Field.list({ codec: number }) c!: List;
  // @ts-expect-error no value
  @Field.counter() d!: number;
  // @ts-expect-error the schema gives another type
  @Field.stream({ schema: lax }) e!: Stream<{ at: string; word: string }>;
}

export async function use(db: Database): Promise<void> {
  const user = await User.create({ name: 'Ada' });
  await user.times.push(1);
  // @ts-expect-error the values are numbers
  await user.times.push('1');
  // @ts-expect-error containers are not inputs
  await User.create({ name: 'Ada', visits: [] });
  // @ts-expect-error nor are they asked as fields are
  User.query().where({ visits: 'x' });
  User.query().where({ visits: { contains: 'x' }, times: { containsAll: [1, 2] }, tags: { containsAny: ['a'] } });
  User.query().where((u) => u.ranks.contains('a').and(u.tags.containsAll(['b']).not()));
  // @ts-expect-error the values are numbers
  User.query().where({ times: { contains: '1' } });
  // @ts-expect-error what a sorted set holds is found without its score
  User.query().where({ ranks: { contains: ['a', 1] } });
  // @ts-expect-error a counter holds no values
  User.query().where({ lives: { contains: 1 } });
  await user.log.add({ at: '2024-01-01', word: 'four' });
  // @ts-expect-error what the schema gives is not what it takes
  await user.log.add({ at: new Date(), word: 4 });
  const word: number | undefined = (await user.log.get('1-0'))?.fields.word;
  await db.session((session) => {
    session.stream('{app}:log', { schema: lax }).add({ at: '2024-01-01', word: String(word) });
    // @ts-expect-error what the schema gives is not what it takes
    session.stream('{app}:log', { schema: lax }).add({ at: new Date(), word: 4 });
    session.stream(user.events).add({ type: 'login' });
    session.stream(user.log).add({ at: '2024-01-01', word: 'four' });
    // @ts-expect-error what the schema gives is not what it takes
    session.stream(user.log).add({ at: new Date(), word: 4 });
    session.list(user.times).push(1.5);
    session.counter(user.lives).increment();
    // @ts-expect-error its values are numbers
    session.list(user.times).push('1.5');
    // @ts-expect-error a set is not a list
    session.list(user.tags);
    session.expire(user, null);
    // @ts-expect-error milliseconds
    session.expire(user, '1h');
  });
  // @ts-expect-error a stream is read in its order
  User.query().where((u) => u.events.contains('x'));
  // @ts-expect-error and none of them orders
  User.query().orderBy({ tags: 'asc' });
  // @ts-expect-error nor are they changed with fields
  await user.update({ lives: 3 });
  db.use(User);
}
