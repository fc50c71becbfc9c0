import type { Redis } from 'ioredis';
import { type Auto, Database, Entity, Field, Index, Model } from 'redstart';
import { separate } from '../cores.js';
import type { Figure } from '../toolkit/figure.js';
import { figure, longestCall } from './report.js';

// two programs: the later one has an index more
namespace before {
  @Entity('Person')
  export class Person extends Model {
    @Field.id() id!: Auto<number>;
    @Field.text() name!: string;
    @Field.integer() age!: number;
    @Index() @Field.integer() city!: number;
  }
}
namespace after {
  @Entity('Person')
  export class Person extends Model {
    @Field.id() id!: Auto<number>;
    @Field.text() name!: string;
    @Index() @Field.integer() age!: number;
    @Index() @Field.integer() city!: number;
  }
}

const person = (i: number) => ({ name: `Person ${i}`, age: (i * 7919) % 100, city: i % 100 });

type Until = () => boolean;

const during = (ms: number): Until => {
  const end = performance.now() + ms;
  return () => performance.now() > end;
};

/** Updates a second of one writer. */
async function write(people: readonly after.Person[], until: Until): Promise<number> {
  const start = performance.now();
  let count = 0;
  for (; !until(); count++) await people[count % people.length]!.update({ city: count });
  return (count / (performance.now() - start)) * 1000;
}

async function fill(size: number): Promise<void> {
  for (let at = 0; at < size; at += 10_000)
    await before.Person.insertMany(Array.from({ length: Math.min(10_000, size - at) }, (_, i) => person(at + i)));
}

interface Built {
  readonly seconds: number;
  /** milliseconds of its longest call */
  readonly longest: number;
  /** updates a second of the writer */
  readonly beside: number;
}

/** Add an index, with or without a writer beside it. */
async function build(redis: Redis, people: readonly after.Person[]): Promise<Built> {
  let [done, beside] = [false, 0];
  const start = performance.now();
  let seconds = 0;
  const most = await longestCall(redis, async () => {
    const written = people.length > 0 ? write(people, () => done) : undefined;
    await after.Person.reindex();
    seconds = (performance.now() - start) / 1000;
    done = true;
    beside = (await written) ?? 0;
  });
  return { seconds, longest: most, beside };
}

/** An index is added to entities that are there: how fast, for how long it holds the server, and what a writer beside it notices. */
export async function benchReindexing(size: number): Promise<Figure[]> {
  await using old = await Database.embedded({ models: [before.Person] });
  const redis = old.redis as Redis;
  await separate(redis);
  await fill(size);
  await using db = await Database.connect(old.address!, { models: [after.Person] });
  await using other = await Database.connect(old.address!);
  void db;
  const alone = await build(redis, []);
  const people = await other.bind(after.Person).query().limit(1000).all();
  const undisturbed = await write(people, during(1000));
  await before.Person.reindex();
  const both = await build(redis, people);
  return [
    figure(`reindex() of ${size} entities, one index: entities a second`, size / alone.seconds, '100000', 0),
    figure('the longest call of it, ms', alone.longest, 'at most 5'),
    figure('updates beside it, of those without it', both.beside / undisturbed, '0.70'),
    figure('entities a second with these beside it', size / both.seconds, '', 0),
  ];
}
