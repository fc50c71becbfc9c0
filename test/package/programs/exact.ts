// What compiles under exactOptionalPropertyTypes: values and options that may be undefined.
import {
  type Auto,
  Database,
  Entity,
  Field,
  Index,
  ManyToOne,
  Model,
  type Ref,
  type SortedSet,
  Unique,
  type Where,
} from 'redstart';

@Entity('User')
class User extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name: Auto<string> = '';
  @Unique() @Field.text({ optional: true }) email?: string;
  @Index() @Field.integer({ optional: true }) age?: number | undefined;
  @Field.enum(['a', 'b'], { optional: true }) state?: 'a' | 'b' | undefined;
  @Field.json({ optional: true }) data?: { a: number } | undefined;
  @ManyToOne(() => User, { optional: true, onDelete: 'set null' }) boss?: Ref<User> | undefined;
}

interface Maybe {
  readonly text: string | undefined;
  readonly count: number | undefined;
  readonly signal: AbortSignal | undefined;
}

export async function values({ text, count }: Maybe): Promise<void> {
  const user = await User.create({ email: text, age: count });
  user.age = count;
  await user.update({ email: text, age: undefined });
  await User.change(1, { age: count });
  await User.create(User.schema().parse({ email: text }));
  await user.increment({ age: { by: 1, max: count } });
  const where: Where<User> = { ...(count !== undefined && { age: count }), email: { isNull: false } };
  await User.query()
    .where(where)
    .aggregate({ count: true, groupBy: { age: true }, limit: count });
  // @ts-expect-error a condition that may be missing would find everybody
  User.query().where({ age: count });
}

export async function patch(user: User, body: unknown): Promise<void> {
  const changes = User.schema().omit({ id: true }).partial().parse(body);
  await user.update(changes);
  await User.change(1, changes);
  await User.query().update(changes);
  const own: Partial<Record<'name' | 'email', string | undefined>> = {};
  await user.update(own);
  // @ts-expect-error JSON's null is read by schema()
  await user.update({ email: null });
}

export async function options({ text, count, signal }: Maybe, ranks: SortedSet): Promise<void> {
  const db = await Database.connect(text, { namespace: text, timeout: count, log: undefined, models: undefined });
  await User.insertMany([{ email: text }], { batch: count, signal });
  await User.query().with({ boss: true }).page({ size: 20, after: text });
  await User.query().update({ age: count }, { signal, onProgress: undefined });
  await User.reindex({ signal });
  await ranks.rangeByScore({ min: count, limit: count });
  await ranks.rangeByScore({ min: { value: 1, exclusive: undefined } });
  await ranks.rangeStore('top', { by: 'rank', start: count, end: count });
  await ranks.rank('a', { reverse: undefined });
  await db.bitField('b').bitCount({ start: count, end: count, unit: undefined });
  db.stream('s').follow({ lastId: undefined, signal });
  db.listen({ channels: ['a'], patterns: undefined, sharded: undefined });
  await User.field(1, (user) => user.age).increment(1, { max: count });
  await db.autocomplete('t').store('1', { title: text, type: text });
  await db.autocomplete('t').boost({ id: count, type: 'x' }, 2);
  await db.rateLimit('r', { limit: 1, window: 1000, algorithm: 'token-bucket', burst: count }).attempt('k');
  await db.searchIndex('i').suggest('a', { limit: count });
  await db.lock('a', { ttl: count }).acquire({ timeout: count, signal });
  await db.cache('c', { ttl: count }).getOrSet('k', () => text, { ttl: count, signal });
  await db.session(() => text, { retries: count });
  await db.list('l').popBlocking({ timeout: count, signal });
}
