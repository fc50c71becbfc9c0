import { type Auto, Database, Entity, Field, Model } from 'redstart';
import { z } from 'zod';
import { expectedBy } from '../../src/codecs/standard-schema.js';

@Entity('Event')
class Event extends Model {
  @Field.id() id!: Auto<number>;
  @Field.json({ schema: z.object({ code: z.string().regex(/^x/), size: z.number().min(2) }) }) data!: {
    code: string;
    size: number;
  };
  note?: string;
}

@Entity('Visit')
class Visit extends Model {
  @Field.id() id!: Auto<number>;
  @Field.datetime() at!: Date;
}

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [Event, Visit] });
});
afterAll(() => db.close());

const told = (work: () => unknown): Promise<string> =>
  Promise.resolve()
    .then(work)
    .then(String, (error: Error) => error.message);

describe('what a first program is told', () => {
  it('is the values that create() is for, when it is given none', async () => {
    expect(await told(() => Event.create(undefined as never))).toContain('these: the input is required (an object');
  });

  it('is where @Field() is missing', async () => {
    const input = { data: { code: 'x', size: 2 }, note: 'n' };
    expect(await told(() => Event.create(input as never))).toContain('an unknown name (is @Field() missing there?)');
  });

  it('is everything at once, also beside a name that is unknown', async () => {
    const event = await Event.create({ id: 50, data: { code: 'x', size: 2 } });
    const input = { data: { code: 'b', size: 1 }, note: 'n' };
    for (const write of [() => Event.create(input as never), () => event.update(input as never)]) {
      const message = await told(write);
      expect(message).toContain('note: expected one of the fields');
      expect(message).toContain('data.code: expected text');
      expect(message).toContain('data.size: expected number');
    }
    expect(await told(() => Event.create({ note: 'n' } as never))).toContain('data is required');
  });

  it('is one sentence of what zod has to say', async () => {
    expect(await told(() => Event.create({ data: { code: 'b', size: 1 } }))).toContain(
      'data.code: expected text that must match pattern /^x/, found string "b"; data.size: expected number to be >=2, found number 1.',
    );
    expect(await told(() => Event.create({ data: { code: 1, size: 2 } } as never))).toContain('expected string, found');
  });

  it('is what zod says of unions, keys and multiples as well', async () => {
    const said = z.object({
      u: z.union([z.string(), z.number()]).optional(),
      d: z.discriminatedUnion('t', [z.object({ t: z.literal('x') }), z.object({ t: z.literal('y') })]).optional(),
      s: z.strictObject({ a: z.number() }).optional(),
      n: z.number().multipleOf(5).optional(),
    });
    const expected = (value: unknown) => said.safeParse(value).error!.issues.map(({ message }) => expectedBy(message));
    expect(expected({ u: true })).toEqual(['another value']);
    expect(expected({ d: { t: 'z' } })).toEqual(["one of 'x' | 'y'"]);
    expect(expected({ s: { a: 1, b: 2, c: 3 } })).toEqual(['no key "b", "c"']);
    expect(expected({ n: 3 })).toEqual(['a number that must be a multiple of 5']);
  });

  it('is how a text of JSON becomes a date', async () => {
    for (const at of ['2024-02-29T12:00:00Z', '2024-02-29'])
      expect(await told(() => Visit.create({ at } as never))).toContain(
        'at: expected a valid Date, which new Date() makes of a text, and the schema() of the model of an ISO text',
      );
    expect(await told(() => Visit.create({ at: 'soon' } as never))).toContain('expected a valid Date,');
  });

  it('is which entity is there already', async () => {
    const input = { id: 1, data: { code: 'x', size: 2 } };
    await Event.create(input);
    expect(await told(() => Event.create(input))).toMatch(/^The Event with the id 1 exists already\. /);
  });

  it('is not advice to leave out what is required', async () => {
    expect(await told(() => db.rateLimit('a', { limit: 0, window: 1000 }))).toBe(
      'limit must be a whole number of at least 1, not 0. Correct it.',
    );
  });

  it('is how to keep a listing of entities, or dates, in a cache', async () => {
    const cache = db.cache<unknown>('listing');
    await Event.insertMany([{ data: { code: 'x', size: 2 } }]);
    const all = await Event.query().all();
    const message = await told(() => cache.set('all', all));
    expect(message).toMatch(/: 0 is an instance of Event, .*JSON\.parse\(JSON\.stringify\(value\)\)/);
    const plain = JSON.parse(JSON.stringify(all)) as unknown;
    await cache.set('all', plain);
    expect(await cache.get('all')).toEqual(plain);
    expect(await told(() => cache.set('all', { at: new Date() }))).toContain('at is an instance of Date');
    expect(await told(() => cache.set('all', new Map()))).toContain('Convert it, or leave it out');
  });
});

it('takes messages that are not of zod as they are', () => {
  expect(expectedBy('an adult')).toBe('an adult');
  expect(expectedBy('must start with q')).toBe('must start with q');
});
