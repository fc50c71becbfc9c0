import { inspect } from 'node:util';
import { Exclude, Expose, Transform, Type } from 'class-transformer';
import {
  type Auto,
  CodecError,
  Database,
  type DecimalString,
  Entity,
  Field,
  Index,
  Model,
  QueryError,
  SchemaError,
  Unique,
  UniqueError,
  ValidationError,
} from 'redstart';
import { z } from 'zod';

class Address {
  @Exclude() note = 'private';
  @Type(() => Date) since = new Date(0);
}

@Entity('User')
class User extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text({ check: z.email() }) email!: string;
  @Index() @Field.integer({ check: z.number().min(18).max(150) }) age!: number;
  @Unique() @Field.text({ hidden: true, optional: true }) secret?: string;
  @Field.integer({ hidden: true, optional: true }) pin?: number;
  @Field.bigint({ optional: true }) serial?: bigint;
  @Field.bytes({ optional: true }) avatar?: Uint8Array;
  @Field.decimal({ optional: true }) price?: DecimalString;
  @Field.enum(['draft', 'done']) state: Auto<'draft' | 'done'> = 'draft';
  @Field.json({ schema: z.object({ theme: z.enum(['day', 'night']) }), optional: true }) settings?: {
    theme: 'day' | 'night';
  };
  @Field.json(() => Address, { optional: true }) address?: Address;
  @Field.datetime({ on: 'create' }) created!: Auto<Date>;
  @Field.datetime({ on: 'save' }) changed!: Auto<Date>;
  readonly notes = new Map([['not', 'a field']]);
}

@Entity('Note')
class Note extends Model {
  @Field.id() id!: Auto<number>;
  @Field.json({ optional: true }) any?: unknown;
  @Field.json({ schema: z.union([z.number(), z.null().transform(() => 0)]), optional: true }) zero?: number;
}

@Entity('Person')
class Person extends Model {
  @Field.id() id!: Auto<number>;
  @Expose({ name: 'fullName' }) @Field.text() name!: string;
  @Expose({ groups: ['admin'] }) @Field.text() phone!: string;
  @Transform(({ value }: { value: string }) => value.toUpperCase()) @Field.text() code!: string;
  @Exclude() @Field.text() internal: Auto<string> = 'x';
  @Expose() get label(): string {
    return `${this.name} (${this.code})`;
  }
}

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [User, Person, Note] });
});
afterAll(() => db.close());

let serial = 0;
const ada = () => ({ email: `ada${++serial}@example.com`, age: 36 });

async function failure(call: () => unknown): Promise<Error> {
  try {
    await call();
  } catch (error) {
    return error as Error;
  }
  throw new Error('The call was accepted.');
}

describe('a hidden field', () => {
  it('is stored and loaded, and stays out of JSON and logs', async () => {
    const user = await User.create({ ...ada(), secret: 'hunter2', pin: 1234 });
    const loaded = await User.get(user.id);
    expect([loaded.secret, loaded.pin]).toEqual(['hunter2', 1234]);
    for (const text of [JSON.stringify(loaded), inspect(loaded), inspect({ loaded }), JSON.stringify(loaded.toPlain())])
      expect(text).not.toMatch(/hunter2|1234|secret|pin/);
    expect(inspect(loaded)).toMatch(/^User \{.*email: 'ada/s);
    expect(loaded.copy().secret).toBe('hunter2');
  });

  it('is not repeated by errors', async () => {
    const given = { ...ada(), secret: 'hunter3' };
    await User.create(given);
    const unique = (await failure(() => User.create({ ...ada(), secret: 'hunter3' }))) as UniqueError;
    expect(unique).toBeInstanceOf(UniqueError);
    const wrong = await failure(() => User.create({ ...ada(), pin: 'hunter3' as never }));
    expect(wrong).toBeInstanceOf(ValidationError);
    const query = await failure(() =>
      User.query()
        .where({ secret: { in: [Symbol('hunter3') as never] } })
        .all(),
    );
    const user = await User.create({ ...ada(), secret: 'hunter3b' });
    await db.redis.hset(`{app}:User:${user.id}`, 'pin', 'hunter3', 'secret', 'hunter3c');
    const codec = await failure(() => User.get(user.id));
    expect(codec).toBeInstanceOf(CodecError);
    const race = await failure(() => user.update({ secret: 'hunter3d' }));
    for (const error of [unique, wrong, query, codec, race]) {
      expect(error.message).not.toContain('hunter3');
      expect(inspect(error, { depth: 9 })).not.toContain('hunter3');
      expect(JSON.stringify(error)).not.toContain('hunter3');
    }
    await user.delete();
  });
});

describe('points in time that are set by themselves', () => {
  it('are those of the creation and of the last save', async () => {
    const before = Date.now();
    const user = await User.create(ada());
    expect(user.created.getTime()).toBeGreaterThanOrEqual(before);
    const { created } = user;
    const first = user.changed;
    await new Promise((resolve) => setTimeout(resolve, 5));
    await user.save();
    expect(user.changed).toEqual(first);
    await user.update({ age: 37 });
    expect(user.changed.getTime()).toBeGreaterThan(first.getTime());
    const loaded = await User.get(user.id);
    expect([loaded.created, loaded.changed]).toEqual([created, user.changed]);
    expect(loaded.isDirty).toBe(false);
  });

  it('belong to fields of type datetime', () => {
    @Entity('Wrong')
    class Wrong extends Model {
      @Field.id() id!: Auto<number>;
      @Field.datetime({ on: 'load' as 'save' }) at!: Date;
    }
    expect(() => db.use(Wrong)).toThrow(SchemaError);
    expect(() => db.use(Wrong)).toThrow("Wrong.at: on takes 'create' or 'save'");
  });
});

describe('what is stored is decoded strictly', () => {
  const damage = async (field: string, value: string | undefined) => {
    const user = await User.create({ ...ada(), serial: 5n });
    const key = `{app}:User:${user.id}`;
    if (value === undefined) await db.redis.hdel(key, field);
    else await db.redis.hset(key, field, value);
    return { id: user.id, key, email: user.email };
  };

  it.each([
    ['age', 'banana', 'User.age', 'found "banana"'],
    ['age', undefined, 'User.age', 'found nothing'],
    ['email', undefined, 'User.email', 'found nothing'],
    ['state', 'former', 'User.state', 'found "former"'],
    ['serial', '1.5', 'User.serial', 'found "1.5"'],
    ['settings', '{"theme":"dusk"}', 'User.settings', 'theme'],
  ])('refuses %s of %p with key, field and way out', async (field, value, name, found) => {
    const { id, key, email } = await damage(field, value);
    const rows = User.query().where({ id });
    const select = () => rows.select({ [field]: true } as { age: true }).all();
    const byEmail = () => User.findBy({ email });
    const calls = [() => User.get(id), () => User.findMany([id]), byEmail, () => rows.all(), select];
    for (const call of calls) {
      const error = (await failure(call)) as CodecError;
      expect(error).toBeInstanceOf(CodecError);
      expect([error.key, error.member]).toEqual([key, field]);
      for (const part of [name, found]) expect(error.message).toContain(part);
      expect(error.message).toMatch(/(Correct the stored value|Make the field optional)[^.]*\.$/);
    }
    await db.redis.hset(
      key,
      'email',
      email,
      'age',
      '36',
      'state',
      'draft',
      'serial',
      '5',
      'settings',
      '{"theme":"day"}',
    );
    await (await User.get(id)).delete();
  });

  it('gives a field that was added later its default, or what its initializer makes', async () => {
    const { id } = await damage('state', undefined);
    const user = await User.get(id);
    expect(user.state).toBe('draft');
    user.state = 'done';
    expect((await user.reload()).state).toBe('draft');
    await db.session(async (session) => {
      const mine = await User.get(id);
      mine.state = 'done';
      session.rollback();
      expect(mine.state).toBe('draft');
    });
  });
});

describe('issues', () => {
  it('are all listed, with path, found and expected', async () => {
    const input = { email: 'nobody', serial: 1, settings: { theme: 'dusk' }, state: 'gone' };
    const error = (await failure(() => User.create(input as never))) as ValidationError;
    expect(error.issues.map(({ path }) => path)).toEqual([
      ['email'],
      ['age'],
      ['serial'],
      ['state'],
      ['settings', 'theme'],
    ]);
    expect(error.issues[1]).toMatchObject({ message: 'is required', found: 'undefined' });
    expect(error.issues[2]).toEqual({
      path: ['serial'],
      field: 'serial',
      expected: 'a bigint',
      found: 'number 1',
      message: 'expected a bigint, found number 1',
    });
    expect(error.message).toContain('age is required (a whole number');
  });

  it('come through JSON with the message of their error', async () => {
    const error = await failure(() => User.create({} as never));
    const parsed = JSON.parse(JSON.stringify(error)) as Record<string, unknown>;
    expect(parsed).toMatchObject({
      name: 'ValidationError',
      code: 'VALIDATION',
      message: error.message,
      model: 'User',
    });
    expect(parsed.issues).toHaveLength(2);
    const unique = new UniqueError('User', ['serial'], [5n], 7);
    expect(JSON.parse(JSON.stringify(unique))).toMatchObject({ value: ['5'], holder: 7 });
    expect(unique.message).toContain('5 belongs to the User 7');
  });
});

describe('the schema of the input', () => {
  const full = {
    email: 'grace@example.com',
    age: 41,
    serial: '9223372036854775808',
    avatar: 'AP8=',
    price: '12.50',
    created: '2024-02-29T12:00:00Z',
    settings: { theme: 'day' },
    address: { since: '2024-02-29T12:00:00Z' },
  };

  it('reads what JSON cannot say, so that create() takes it', async () => {
    const input = User.schema().parse(JSON.parse(JSON.stringify(full)));
    expect(input).toMatchObject({
      serial: 2n ** 63n,
      avatar: Buffer.from([0, 255]),
      created: new Date('2024-02-29T12:00:00Z'),
    });
    expect(input.address).toBeInstanceOf(Address);
    expect((await User.create(input)).address?.since).toEqual(new Date('2024-02-29T12:00:00Z'));
    expect(User.schema().safeParse({ email: 'a@example.com', age: 20 }).success).toBe(true);
  });

  it('reads what toJSON() gave', async () => {
    const user = await User.create({ ...ada(), serial: 5n, avatar: Buffer.from('x'), address: new Address() });
    const { id: _, ...plain } = JSON.parse(JSON.stringify(user)) as Record<string, unknown>;
    expect(User.schema().parse(plain)).toMatchObject({ serial: 5n, avatar: Buffer.from('x'), changed: user.changed });
  });

  it('reads null as no value of an optional field, for a PATCH', async () => {
    const user = await User.create({ ...ada(), serial: 5n, settings: { theme: 'day' } });
    const changes = User.schema().partial().parse(JSON.parse('{ "age": 37, "serial": null, "settings": null }'));
    expect(await (await User.get((await user.update(changes)).id)).toJSON()).toMatchObject({
      age: 37,
      email: user.email,
    });
    expect(await User.pick(user.id, { serial: true, settings: true })).toEqual({});
    expect(User.schema().partial().safeParse({ age: null }).error?.issues[0]?.path).toEqual(['age']);
  });

  it('leaves null to a schema that makes something of it', async () => {
    expect(Note.schema().parse({ any: null, zero: null })).toEqual({ any: undefined, zero: 0 });
    expect(z.toJSONSchema(Note.schema()).properties).toMatchObject({ any: {} });
  });

  it.each([
    [{ ...full, id: 1 }, [], 'Unrecognized key: "id"'],
    [{ ...full, nope: 1 }, [], 'Unrecognized key: "nope"'],
    [{ age: 41 }, ['email'], 'is required'],
    [{ ...full, age: 17 }, ['age'], 'expected number to be >=18'],
    [{ ...full, age: '41' }, ['age'], 'expected a whole number'],
    [{ ...full, age: null }, ['age'], 'expected a whole number'],
    [{ ...full, settings: { theme: 'dusk' } }, ['settings', 'theme'], 'expected one of "day"|"night"'],
    [{ ...full, created: '2024-02-29' }, ['created'], 'expected a valid Date'],
    [{ ...full, serial: '1.5' }, ['serial'], 'expected a bigint'],
    [{ ...full, avatar: '!' }, ['avatar'], 'expected a Uint8Array'],
  ])('refuses %j', (input, path, message) => {
    const { error } = User.schema().safeParse(input);
    expect(error?.issues[0]?.path).toEqual(path);
    expect(error?.issues[0]?.message).toContain(message);
  });

  it('has formats and bounds in JSON Schema', () => {
    const found = z.toJSONSchema(User.schema());
    expect(found.required).toEqual(['email', 'age']);
    expect(found.additionalProperties).toBe(false);
    expect(found.properties).toMatchObject({
      email: { type: 'string', format: 'email' },
      age: { type: 'integer', minimum: 18, maximum: 150 },
      created: { type: 'string', format: 'date-time' },
      serial: { anyOf: [{ type: 'string', pattern: '^-?\\d+$' }, { type: 'null' }] },
      avatar: { anyOf: [{ type: 'string', contentEncoding: 'base64' }, { type: 'null' }] },
      state: { enum: ['draft', 'done'] },
      settings: { anyOf: [{ type: 'object', properties: { theme: { enum: ['day', 'night'] } } }, { type: 'null' }] },
    });
    expect(z.toJSONSchema(User.schema(), { io: 'input' }).properties).toEqual(found.properties);
  });
});

describe('toPlain() and fromPlain()', () => {
  const given = { name: 'Ada', phone: '1', code: 'x', internal: 'y' };

  it('honour the decorators of class-transformer', async () => {
    const person = await Person.create(given);
    expect(person.toPlain({ groups: ['admin'] })).toEqual({
      id: person.id,
      fullName: 'Ada',
      phone: '1',
      code: 'X',
      label: 'Ada (x)',
    });
    expect(person.toPlain()).not.toHaveProperty('phone', '1');
    expect(person.toJSON()).toEqual({ id: person.id, ...given });
  });

  it('refuse options that class-transformer would pass over', () => {
    const plain = { email: 'a@example.com', age: 40 };
    const never = (value: unknown) => value as never;
    for (const call of [(o: never) => User.build(plain).toPlain(o), (o: never) => User.fromPlain(plain, o)]) {
      expect(() => call(never({ group: ['admin'] }))).toThrow('Did you mean "groups"?');
      expect(() => call(never({ groups: 'admin' }))).toThrow(
        'groups is a list of names, not string "admin". Write { groups: [\'admin\'] }.',
      );
      expect(() => call(never(null))).toThrow(QueryError);
    }
  });

  it('are each other back, and check', async () => {
    const user = await User.create({ ...ada(), serial: 5n, address: new Address() });
    const { id: _, ...plain } = user.toPlain();
    const built = User.fromPlain(JSON.parse(JSON.stringify(plain)) as object);
    expect(built.isNew).toBe(true);
    expect([built.serial, built.created, built.address?.since]).toEqual([5n, user.created, new Date(0)]);
    const person = Person.fromPlain({ fullName: 'Grace', phone: '2', code: 'g' }, { groups: ['admin'] });
    expect([person.name, person.phone, person.code, person.internal]).toEqual(['Grace', '2', 'G', 'x']);
    for (const wrong of [null, 1, [], { email: 1 }, { ...plain, nope: 1 }, { ...plain, age: 1 }])
      expect(() => User.fromPlain(wrong as object)).toThrow(ValidationError);
  });
});
