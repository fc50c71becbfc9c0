import fc from 'fast-check';
import {
  type Auto,
  Database,
  type DateString,
  type DecimalString,
  Entity,
  Field,
  type Geo,
  Index,
  Model,
  type TimeString,
  Unique,
} from 'redstart';
import { z } from 'zod';
import { expectConsistent } from '../support/consistency.js';
import { expectProperty } from '../support/property.js';

const Settings = z.object({ theme: z.enum(['day', 'night']), size: z.number().optional() });

class Address {
  street = '';
}

@Entity()
class Sample extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.decimal({ optional: true }) price?: DecimalString;
  @Index() @Field.bigint({ optional: true }) serial?: bigint;
  @Field.bytes({ optional: true }) avatar?: Uint8Array;
  @Index() @Field.uuid({ optional: true }) token?: string;
  @Index() @Field.date({ optional: true }) born?: DateString;
  @Index() @Field.time({ optional: true }) wakes?: TimeString;
  @Field.geo({ optional: true }) at?: Geo;
  @Field.json({ optional: true }) tags?: string[];
  @Field.json({ schema: Settings, optional: true }) settings?: z.infer<typeof Settings>;
  @Field.json(() => Address, { optional: true }) address?: Address;
}

@Entity()
class Account extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.decimal() code!: DecimalString;
  @Index() @Field.decimal() balance: Auto<DecimalString> = '0.00';
  @Index() @Field.bigint() units: Auto<bigint> = 0n;
}

let db: Database;

beforeAll(async () => {
  db = await Database.embedded({ models: [Sample, Account] });
});

afterAll(async () => {
  await expectConsistent(db, Sample);
  await expectConsistent(db, Account);
  await db.close();
});

const BIG = 2n ** 63n;
const FULL = {
  price: '-12.50',
  serial: -BIG,
  avatar: Buffer.from([0, 255, 10, 13]),
  token: '0190c1d0-7a2e-7c3b-8d4e-5f60718293a4',
  born: '0001-01-01',
  wakes: '23:59:59.999',
  at: { longitude: -180, latitude: 85.05112878 },
  tags: ['a', '', '\ud800'],
  settings: { theme: 'night', size: 3 },
} as const;

describe('fields on the server', () => {
  it('give back what was saved, from every way of loading', async () => {
    const { id } = await Sample.create({ ...FULL, tags: [...FULL.tags], address: { street: 'Elm' } });
    const rows = [await Sample.get(id), (await Sample.findMany([id]))[0]!, await Sample.query().where({ id }).one()];
    for (const row of rows) {
      expect({ ...row }).toStrictEqual({
        id,
        ...FULL,
        tags: [...FULL.tags],
        address: Object.assign(new Address(), { street: 'Elm' }),
      });
      expect(row.isDirty).toBe(false);
    }
    const row = await Sample.query().where({ id }).select({ serial: true, avatar: true, settings: true }).one();
    expect(row).toStrictEqual({ serial: -BIG, avatar: FULL.avatar, settings: FULL.settings });
  });

  it('see a change inside a value, and save it', async () => {
    const sample = await Sample.create({ tags: ['a'], avatar: Buffer.from([1]), address: { street: 'Elm' } });
    const loaded = await Sample.get(sample.id);
    loaded.tags!.push('b');
    loaded.avatar![0] = 2;
    loaded.address!.street = 'Oak';
    expect(Object.keys(loaded.changes).sort()).toEqual(['address', 'avatar', 'tags']);
    await loaded.save();
    const again = await Sample.get(sample.id);
    expect([again.tags, again.avatar, again.address?.street]).toEqual([['a', 'b'], Buffer.from([2]), 'Oak']);
    const copy = again.copy();
    copy.tags!.push('c');
    expect(again.tags).toEqual(['a', 'b']);
  });

  it('find a uuid however it is written', async () => {
    const token = '0190C1D0-7A2E-7C3B-8D4E-AAAAAAAAAAAA';
    const { id } = await Sample.create({ token });
    expect(await Sample.query().where({ token: token.toLowerCase() }).ids()).toEqual([id]);
    expect(await Sample.query().where({ token }).ids()).toEqual([id]);
  });

  it('find days and times by range, and order by them', async () => {
    const days = ['1999-12-31', '0999-01-01', '2000-01-01'] as const;
    await Sample.insertMany(days.map((born) => ({ born, wakes: `0${born.slice(0, 1)}:00:00` as TimeString })));
    const found = Sample.query().where({ born: { between: ['0500-01-01', '1999-12-31'] } });
    expect((await found.orderBy({ born: 'desc' }).all()).map(({ born }) => born)).toEqual(['1999-12-31', '0999-01-01']);
    expect(
      await Sample.query()
        .where({ wakes: { lte: '01:00:00' } })
        .count(),
    ).toBe(2);
  });
});

describe('decimals and bigints', () => {
  const AMOUNTS = [
    '0',
    '-0.5',
    '12.5',
    '-12.49',
    '9007199254740993',
    '9007199254740992.9',
    '100',
    '-100',
    '0.05',
  ] as const;
  const UNITS = [0n, -1n, BIG, BIG + 1n, -BIG, -BIG - 1n, 10n ** 40n, -(10n ** 40n), 9n];

  it('are numerals in one form, which a refusal names', async () => {
    const before = await Sample.query().count();
    for (const price of ['09.50', '-00', '1e3', '.5', '5.'] as DecimalString[])
      await expect(Sample.create({ price })).rejects.toThrow('without an exponent or leading zeros');
    expect(await Sample.query().count()).toBe(before);
  });

  it('are ordered and found exactly, also where a double cannot tell them apart', async () => {
    await Account.insertMany(
      AMOUNTS.map((balance, i) => ({ code: String(i + 10) as DecimalString, balance, units: UNITS[i]! })),
    );
    const byUnits = await Account.query().orderBy({ units: 'asc' }).all();
    expect(byUnits.map(({ units }) => units)).toEqual([...UNITS].sort((a, b) => (a < b ? -1 : 1)));
    const byBalance = await Account.query().orderBy({ balance: 'desc' }).all();
    expect(byBalance.map(({ balance }) => balance)).toEqual([
      '9007199254740993',
      '9007199254740992.9',
      '100',
      '12.5',
      '0.05',
      '0',
      '-0.5',
      '-12.49',
      '-100',
    ]);
    expect(
      await Account.query()
        .where({ units: { gt: BIG } })
        .count(),
    ).toBe(2);
    expect(await Account.query().where({ units: BIG }).count()).toBe(1);
    expect(
      await Account.query()
        .where({ balance: { lt: '-0.50' } })
        .count(),
    ).toBe(2);
    const both = Account.query()
      .where({ balance: { between: ['-0.50', '13'] } })
      .where((account) => account.units.lt(1n).or(account.units.gt(10n ** 39n)));
    expect((await both.orderBy({ balance: 'asc', units: 'desc' }).all()).map(({ balance }) => balance)).toEqual([
      '-0.5',
      '0',
    ]);
  });

  it('are one value however they are written', async () => {
    const { id } = await Account.create({ code: '77.50' });
    expect((await Account.get(id)).code).toBe('77.50');
    expect((await Account.findBy({ code: '77.5' }))?.id).toBe(id);
    expect(await Account.query().where({ balance: '0' }).where({ code: '77.500' }).ids()).toEqual([id]);
    await expect(Account.create({ code: '77.500' })).rejects.toMatchObject({ code: 'UNIQUE', holder: id });
  });

  it('are added to zero, with more places and in the other direction', async () => {
    const { id } = await Account.create({ code: '8' });
    await (await Account.get(id)).increment({ balance: '-0.000004' });
    expect((await Account.get(id)).balance).toBe('-0.000004');
    await (await Account.get(id)).increment({ balance: '0.000004' });
    expect(Number((await Account.get(id)).balance)).toBe(0);
    await (await Account.get(id)).increment({ balance: '-12' });
    expect(Number((await Account.get(id)).balance)).toBe(-12);
  });

  it('are added to exactly', async () => {
    const numerals = fc.tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.nat(8)).map(([digits, places]) => {
      const text = String(digits < 0n ? -digits : digits).padStart(places + 1, '0');
      const cut = text.length - places;
      const body = places === 0 ? text : `${text.slice(0, cut)}.${text.slice(cut)}`;
      return { text: (digits < 0n ? `-${body}` : body) as DecimalString, scaled: digits * 10n ** BigInt(8 - places) };
    });
    const account = await Account.create({ code: '5' });
    let sum = 0n;
    let units = 0n;
    await expectProperty(
      fc.asyncProperty(numerals, fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), async (amount, by) => {
        sum += amount.scaled;
        units += by;
        await account.increment({ balance: amount.text, units: by });
        expect(account.units).toBe(units);
        const [whole = '', fraction = ''] = account.balance.split('.');
        expect(BigInt(whole + fraction.padEnd(8, '0'))).toBe(sum);
      }),
      150,
    );
    expect((await Account.get(account.id)).balance).toBe(account.balance);
  });

  it('keep the longer scale of a sum, and no sign at zero', async () => {
    const account = await Account.create({ code: '6', balance: '12.50' });
    await account.increment({ balance: '0.1' });
    expect(account.balance).toBe('12.60');
    await account.increment({ balance: '-12.600' });
    expect(account.balance).toBe('0.000');
    expect(await Account.query().where({ balance: '0', code: '6' }).count()).toBe(1);
  });
});
