import {
  type Auto,
  Database,
  Entity,
  Field,
  FullText,
  Index,
  type List,
  type Many,
  ManyToMany,
  ManyToOne,
  Model,
  type RedisSet,
  type Ref,
  Unique,
} from 'redstart';
import { fails } from '../support/fails-in-words.js';

@Entity('Person')
class Person extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() name!: string;
  @Index() @Field.integer({ optional: true }) age?: number;
  @FullText() @Field.text({ optional: true }) bio?: string;
  @ManyToOne(() => Person, { optional: true, onDelete: 'set null' }) boss?: Ref<Person>;
  @ManyToMany(() => Person, { kind: 'set' }) friends!: Many<Person, 'set'>;
  @Field.list() notes!: List;
  @Field.set() tags!: RedisSet;
}

type Given = never;
type Call = readonly [name: string, call: (given: Given) => unknown];

const GIVEN: readonly (readonly [shown: string, value: unknown])[] = [
  ['undefined', undefined],
  ['null', null],
  ['5', 5],
  ['NaN', Number.NaN],
  ["'x'", 'x'],
  ['true', true],
  ['{}', {}],
  ['[]', []],
  ['[null]', [null]],
  ['a symbol', Symbol('s')],
  ['a bigint', 5n],
  ['a function', () => undefined],
  ['a function that gives 5', () => 5],
  ['an object without a prototype', Object.create(null)],
  ['what says that it is iterable', { [Symbol.iterator]: 5 }],
  ['what says that it comes in time', { [Symbol.asyncIterator]: 5 }],
  ['a proxy', new Proxy({}, {})],
];

describe('whatever is given in the place of a function, a list or an object', () => {
  let db: Database;
  let ada: Person;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Person] });
    ada = await Person.create({ name: 'Ada' });
  });
  afterAll(() => db.close());
  const query = () => Person.query();
  const drain = async (values: AsyncIterable<unknown>) => {
    for await (const _ of values) return;
  };

  const calls: readonly Call[] = [
    ['query.where', (given) => query().where(given).all()],
    ['query.where of a field', (given) => query().where({ age: given }).all()],
    [
      'query.where in',
      (given) =>
        query()
          .where({ age: { in: given } })
          .all(),
    ],
    ['query.where of a relation', (given) => query().where({ boss: given }).all()],
    [
      'query.where of many',
      (given) =>
        query()
          .where({ friends: { some: given } })
          .all(),
    ],
    [
      'query.where eq',
      (given) =>
        query()
          .where((person) => person.age.eq(given))
          .all(),
    ],
    [
      'query.where and',
      (given) =>
        query()
          .where((person) => person.age.eq(1).and(given))
          .all(),
    ],
    ['query.search', (given) => query().search(given).all()],
    ['query.search options', (given) => query().search('a', given).all()],
    ['query.orderBy', (given) => query().orderBy(given).all()],
    ['query.orderByScore', (given) => query().orderByScore(given).all()],
    ['query.intersect', (given) => query().intersect(given).all()],
    ['query.limit', (given) => query().limit(given).all()],
    ['query.offset', (given) => query().offset(given).all()],
    ['query.with', (given) => query().with(given).all()],
    ['query.with of a relation', (given) => query().with({ boss: given }).all()],
    ['query.fromStored', (given) => query().fromStored(given).all()],
    ['query.store', (given) => query().store(given)],
    ['query.select', (given) => query().select(given).all()],
    ['query.select of a field', (given) => query().select({ age: given }).all()],
    ['query.select options', (given) => query().select({ age: true }, given).all()],
    ['query.pluck', (given) => query().pluck(given).all()],
    ['query.map', (given) => query().map(given).all()],
    ['query.pipe', (given) => query().pipe(given)],
    ['query.page', (given) => query().page(given)],
    ['query.aggregate', (given) => query().aggregate(given)],
    ['query.aggregate groupBy', (given) => query().aggregate({ groupBy: given, count: true })],
    ['query.aggregate sum', (given) => query().aggregate({ sum: given })],
    ['query.aggregate having', (given) => query().aggregate({ groupBy: { age: true }, count: true, having: given })],
    ['query.aggregate orderBy', (given) => query().aggregate({ groupBy: { age: true }, count: true, orderBy: given })],
    ['query.facets', (given) => query().facets(given)],
    ['query.iterate', (given) => drain(query().iterate(given))],
    ['query.explain', (given) => query().explain(given)],
    ['query.update', (given) => query().where({ id: 99 }).update(given)],
    ['query.update options', (given) => query().where({ id: 99 }).update({ age: 1 }, given)],
    ['query.delete', (given) => query().where({ id: 99 }).delete(given)],
    ['Model.create', (given) => Person.create(given)],
    ['Model.build', (given) => Person.build(given)],
    ['Model.get', (given) => Person.get(given)],
    ['Model.find', (given) => Person.find(given)],
    ['Model.findMany', (given) => Person.findMany(given)],
    ['Model.findBy', (given) => Person.findBy(given)],
    ['Model.exists', (given) => Person.exists(given)],
    ['Model.insertMany', (given) => Person.insertMany(given)],
    ['Model.insertMany options', (given) => Person.insertMany([], given)],
    ['Model.field', (given) => Person.field(1, given)],
    ['Model.field of an id', (given) => Person.field(given, (person) => person.age)],
    ['Model.pick', (given) => Person.pick(1, given)],
    ['Model.change', (given) => Person.change(99, given)],
    ['Model.upsert', (given) => Person.upsert(given, { by: { name: true } })],
    ['Model.upsert by', (given) => Person.upsert({ name: 'Ada' }, { by: given })],
    ['Model.upsert options', (given) => Person.upsert({ name: 'Ada' }, given)],
    ['Model.transfer', (given) => Person.transfer(given)],
    ['Model.transfer field', (given) => Person.transfer({ from: 1, to: 2, field: given, amount: 1 })],
    ['Model.deleteMany', (given) => Person.deleteMany(given)],
    ['Model.on', (given) => Person.on('afterSave', given)()],
    ['Model.on of an event', (given) => Person.on(given, () => {})()],
    ['Model.migrate', (given) => Person.migrate(given)],
    ['Model.reindex', (given) => Person.reindex(given)],
    ['Model.keyOf', (given) => Person.keyOf(given)],
    ['Model.idOf', (given) => Person.idOf(given)],
    ['Model.fromPlain', (given) => Person.fromPlain(given)],
    ['entity.save', (given) => ada.save(given)],
    ['entity.update', (given) => ada.update(given)],
    ['entity.increment', (given) => ada.increment(given)],
    ['entity.increment of a field', (given) => ada.increment({ age: given })],
    ['entity.expire', (given) => ada.expire(given)],
    ['entity.toPlain', (given) => ada.toPlain(given)],
    ['many.add', (given) => ada.friends.add(given)],
    ['many.delete', (given) => ada.friends.delete(given)],
    ['many.has', (given) => ada.friends.has(given)],
    ['db.session', (given) => db.session(given)],
    ['db.session options', (given) => db.session(() => 1, given)],
    ['session.add', (given) => db.session((session) => session.add(given))],
    ['session.delete', (given) => db.session((session) => session.delete(given))],
    ['session.get', (given) => db.session((session) => session.get(given, 1 as never))],
    ['session.get of an id', (given) => db.session((session) => session.get(Person, given))],
    ['session.many', (given) => db.session((session) => session.many(given))],
    ['session.counter', (given) => db.session((session) => session.counter('c', given))],
    ['session.list', (given) => db.session((session) => session.list('l', given))],
    ['session.expire', (given) => db.session((session) => session.expire(given, 5))],
    ['session.refresh', (given) => db.session((session) => session.refresh(given))],
    ['session.forget', (given) => db.session((session) => session.forget(given))],
    ['session.flush', (given) => db.session((session) => session.flush(given))],
    ['session.commit', (given) => db.session((session) => session.commit(given))],
    ['db.transaction', (given) => db.transaction(given)],
    ['db.transaction options', (given) => db.transaction(() => 1, given)],
    ['db.pipeline', (given) => db.pipeline(given)],
    ['db.defineCommand', (given) => db.defineCommand('mine', given)],
    ['db.runScript', (given) => db.runScript(given, [], [])],
    ['db.bind', (given) => db.bind(given)],
    ['db.use', (given) => db.use(given)],
    ['db.keys', (given) => drain(db.keys(given))],
    ['db.temporaryKey', (given) => db.temporaryKey(given)],
    ['db.container', (given) => db.container(given)],
    ['db.publish', (given) => db.publish(given, 'x')],
    ['db.listen to nothing', (given) => db.listen(given, () => {})],
    ['db.storedSchemas', (given) => db.storedSchemas(given)],
    [
      'group.consume',
      async (given) => {
        const group = db.consumerGroup('g', ['s']);
        await group.create();
        await group.consumer('a').consume(given).stop();
      },
    ],
    ['stream.add', (given) => db.stream('s2').add(given)],
    ['stream.range', (given) => db.stream('s2').range(given)],
    ['cache.getOrSet', (given) => db.cache('c').getOrSet('k', given)],
    ['cache.wrap', (given) => db.cache('c').wrap(given)],
    ['cache.wrap key', (given) => db.cache('c').wrap(() => 1, { name: 'n', key: given })],
    ['cache.getMany', (given) => db.cache('c').getMany(given)],
    ['cache.setMany', (given) => db.cache('c').setMany(given)],
    ['lock.run', (given) => db.lock('l').run(given)],
    ['lock.wrap', (given) => db.lock('l').wrap(given)],
    ['semaphore.run', (given) => db.semaphore('l', { permits: 1 }).run(given)],
    ['rateLimit.wrap', (given) => db.rateLimit('r', { limit: 5, window: 1000 }).wrap(given, { key: () => 'a' })],
    ['graph.search', (given) => db.graph('g').search(given)],
    ['graph.storeMany', (given) => db.graph('g').storeMany(given)],
  ];

  it.each(calls)('is taken or refused in words by %s', async (_, call) => {
    const wrong: string[] = [];
    for (const [shown, given] of GIVEN) {
      const failure = await fails(() => call(given as Given));
      if (failure !== undefined) wrong.push(`${shown}: ${failure}`);
    }
    expect(wrong).toEqual([]);
  });
});
