// Keys that are damaged at random, by REDSTART_DAMAGE_RUNS seeds from REDSTART_DAMAGE_SEED on.
import type { Redis } from 'ioredis';
import {
  type Auto,
  Database,
  Entity,
  Field,
  FullText,
  type Geo,
  GeoIndex,
  Index,
  type IndexReport,
  type Many,
  ManyToMany,
  Model,
  Unique,
} from 'redstart';
import { expectConsistent, keysFrom } from '../support/consistency.js';
import { damage, damageWords, numbersFrom } from '../support/damage.js';

const RUNS = Number(process.env.REDSTART_DAMAGE_RUNS ?? 3);
const SEED = Number(process.env.REDSTART_DAMAGE_SEED ?? 1);
const STEPS = 6;

@Index<Page>((page) => [page.kind, page.stars])
@Entity('Page')
class Page extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() kind!: string;
  @Unique() @Field.text() slug!: string;
  @Index() @Field.integer({ optional: true }) stars?: number;
  @Index({ ordered: true, suffix: true }) @Field.text() name!: string;
  @Index() @Field.json() tags!: string[];
  @GeoIndex() @Field.geo() home!: Geo;
  @FullText({ suffix: true }) @Field.text() body!: string;
  @ManyToMany(() => Shelf, { inverse: (shelf) => shelf.pages, kind: 'list' }) shelves!: Many<Shelf, 'list'>;
}

@Entity('Shelf', { ttl: 3_600_000 })
class Shelf extends Model {
  @Field.id({ generate: 'uuid' }) id!: Auto<string>;
  @Unique() @Index({ ordered: true }) @Field.text() label!: string;
  @Index() @Field.integer() row!: number;
  @FullText() @Field.text() about!: string;
  @ManyToMany(() => Page, { inverse: (page) => page.shelves, kind: 'set' }) pages!: Many<Page, 'set'>;
}

const TOTAL = 540;
const page = (i: number) => ({
  kind: `k${i % 3}`,
  slug: `s${i}`,
  ...(i % 4 && { stars: i % 50 }),
  name: `name\0${i % 9}`,
  tags: [`t${i % 5}`, 'all'],
  home: { longitude: (i % 300) / 2, latitude: (i % 100) / 2 },
  body: `loom ${i % 2 ? 'steam' : 'engine'} rare${i % 200}`,
});
const shelf = (i: number) => ({ label: `l${i}`, row: i % 4, about: `shelf of ${i % 2 ? 'cotton' : 'silk'}` });

/** What a user asks of all this. */
async function answers(): Promise<unknown> {
  return {
    count: await Page.query().count(),
    kinds: await Page.query().where({ kind: 'k1' }).orderBy({ id: 'asc' }).ids(),
    both: await Page.query()
      .where({ kind: 'k1', stars: { gte: 20 } })
      .orderBy({ stars: 'asc', id: 'asc' })
      .ids(),
    none: await Page.query()
      .where((row) => row.stars.isNull())
      .count(),
    names: await Page.query()
      .where({ name: { endsWith: '\0' + '3' } })
      .orderBy({ name: 'asc' })
      .ids(),
    tags: await Page.query()
      .where({ tags: { contains: 't2' } })
      .count(),
    near: await Page.query()
      .where((row) => row.home.near({ longitude: 10, latitude: 10 }, 300_000))
      .orderBy({ id: 'asc' })
      .ids(),
    words: await Page.query().search('loom steam').orderBy({ id: 'asc' }).ids(),
    rare: await Page.query().search('rare7').ids(),
    ends: await Page.query().search('*are7').ids(),
    unique: (await Page.findBy({ slug: 's77' }))?.id,
    shelves: (await Shelf.query().where({ row: 1 }).orderBy({ label: 'asc' }).all()).map(({ label }) => label),
    silk: await Shelf.query().search('silk').count(),
  };
}

const shown = ({ problems }: IndexReport) => problems.map(({ kind, name, id }) => `${kind} ${name} ${id}`);

describe('keys of indexes that are damaged at random', () => {
  let db: Database;
  let redis: Redis;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Page, Shelf] });
    redis = db.redis as Redis;
  });
  afterAll(() => db.close());

  it.each(Array.from({ length: RUNS }, (_, i) => SEED + i))('are mended, by the seed %i', async (seed) => {
    await db.redis.flushall();
    const pages = await Page.insertMany(Array.from({ length: TOTAL }, (_, i) => page(i)));
    const shelves = await Shelf.insertMany(Array.from({ length: 12 }, (_, i) => shelf(i)));
    for (const [i, each] of shelves.entries()) await each.pages.add(...pages.slice(i * 5, i * 5 + 8));
    const before = await answers();
    const random = numbersFrom(seed);
    const done: string[] = [];
    for (let step = 0; step < STEPS; step++) {
      const prefix = random(4) > 0 ? '{app}:Page#' : '{app}:Shelf#';
      const keys = (await keysFrom(db, prefix)).toSorted();
      done.push(await damage(redis, keys, random));
    }
    for (let i = 0; i < 3; i++) await damageWords(redis, `{app}:Page:${1 + random(TOTAL)}`, '~~body', random);
    const found = [...shown(await Page.verify()), ...shown(await Shelf.verify())];
    for (const model of [Page, Shelf])
      expect([done, found, await model.repair()]).toMatchObject([done, found, { left: 0 }]);
    for (const model of [Page, Shelf]) expect([done, found, shown(await model.verify())]).toEqual([done, found, []]);
    expect([done, await answers()]).toEqual([done, before]);
    await expectConsistent(db, Page);
    await expectConsistent(db, Shelf);
  });
});
