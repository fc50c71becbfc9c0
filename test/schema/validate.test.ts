import { type Auto, Entity, Field, Index, Model, PrimaryKey, ValidationError } from 'redstart';
import { z } from 'zod';
import { describe as describeValue } from '../../src/schema/describe.js';
import { idIssue, unknownNames, validateFields } from '../../src/schema/validate.js';
import { schemaOf } from '../support/schema-of.js';

@Entity()
class User extends Model {
  @Field.id() id!: Auto<number>;
  @Field.integer({ check: z.number().min(18, 'must be an adult') }) age!: number;
  @Field.text({ optional: true }) bio?: string;
}

@Entity()
class Country extends Model {
  @PrimaryKey() @Field.text() code!: string;
  @Index() @Field.text() get initial(): string {
    return this.code.slice(0, 1);
  }
}

const schema = schemaOf(User);
const issues = (values: Record<string, unknown>) => validateFields(schema.fields, values);

describe('validation', () => {
  it('finds nothing wrong with values that fit, nor with an absent optional one', () => {
    expect(issues({ age: 18 })).toEqual([]);
    expect(issues({ age: 18, bio: '' })).toEqual([]);
  });

  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [Number.NaN, 'number NaN'],
    ['30', 'string "30"'],
    [0.5, 'number 0.5'],
  ])('says what was expected and what %p is', (age, found) => {
    expect(issues({ age })).toEqual([{ field: 'age', expected: 'a whole number from -(2^53 - 1) to 2^53 - 1', found }]);
  });

  it('says to use undefined where null is given for no value', () => {
    expect(issues({ age: 18, bio: null })).toEqual([
      { field: 'bio', expected: 'a string (without lone surrogates), or undefined for no value', found: 'null' },
    ]);
  });

  it('asks the check only about values of the right type', () => {
    expect(issues({ age: 17 })).toMatchObject([{ field: 'age', found: 'number 17' }]);
    expect(issues({ age: 'x' })).toHaveLength(1);
  });

  it('lets a check that has words of its own speak', () => {
    const [issue] = new ValidationError('User', issues({ age: 17 })).issues;
    expect(issue).toMatchObject({ field: 'age', message: 'must be an adult', found: 'number 17' });
    const { message } = new ValidationError('User', issues({ age: 17 }));
    expect(message).toContain('age: must be an adult.');
    expect(new ValidationError('User', issues({ age: 0.5 })).issues[0]?.message).toMatch(
      /^expected a whole number .*, found number 0.5$/,
    );
  });

  it('says of null in JSON with a schema that it wants another value', () => {
    @Entity()
    class Post extends Model {
      @Field.id() id!: Auto<number>;
      @Field.json({ schema: z.array(z.string()) }) tags!: string[];
    }
    const found = validateFields(schemaOf(Post).fields, { tags: null });
    expect(found).toMatchObject([{ field: 'tags', expected: 'a value other than null', found: 'null' }]);
    expect(new ValidationError('Post', found).message).toContain('tags: expected a value other than null, found null.');
  });

  it('lists all that is wrong', () => {
    expect(issues({ age: 1, bio: 2 }).map((issue) => issue.field)).toEqual(['age', 'bio']);
  });

  it('refuses an asynchronous check, whose failure stays without effect', async () => {
    const rejected = jest.fn();
    process.on('unhandledRejection', rejected);
    const validate = () => Promise.reject(new Error('late'));
    const check = { '~standard': { version: 1, vendor: 'test', validate } } as const;
    const [field] = schema.fields;
    expect(() => validateFields([{ ...field!, check }], { age: 20 })).toThrow('asynchronous. Use a synchronous one');
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off('unhandledRejection', rejected);
    expect(rejected).not.toHaveBeenCalled();
  });
});

describe('an id', () => {
  it.each([0, 1, 2 ** 53 - 1])('may be %p where ids are numbers', (id) => expect(idIssue(schema, id)).toBeUndefined());
  it.each([-1, -0, 0.5, Number.NaN, 2 ** 53, '1', null, undefined, [1]])('cannot be %p there', (id) =>
    expect(idIssue(schema, id)).toMatchObject({ field: 'id', expected: 'a whole number from 0 to 2^53 - 1' }),
  );
  it.each(['NO', ' ', '0', 'a:b', '\0', '__proto__'])('may be %j where ids are text', (id) =>
    expect(idIssue(schemaOf(Country), id)).toBeUndefined(),
  );
  it.each(['', '\ud800', 1, null, undefined])('cannot be %p there', (id) =>
    expect(idIssue(schemaOf(Country), id)).toMatchObject({ field: 'code' }),
  );
});

describe('names in an input', () => {
  it('are fields, whatever they look like', () => {
    expect(unknownNames(schema, { age: 1, id: 2 })).toEqual([]);
    for (const name of ['nope', '__proto__', 'constructor', 'toString', 'save']) {
      const input = JSON.parse(`{ "age": 1, ${JSON.stringify(name)}: 1 }`) as object;
      expect(unknownNames(schema, input)).toEqual([
        {
          field: name,
          expected: 'one of the fields id, age, bio',
          found: 'an unknown name (is @Field() missing there?)',
        },
      ]);
    }
    expect(unknownNames(schema, { [Symbol('s')]: 1 })[0]?.field).toBe('Symbol(s)');
  });

  it('are no getters with an index, which say so', () => {
    expect(unknownNames(schemaOf(Country), { initial: 'n' })).toEqual([
      { field: 'initial', expected: 'no value for a getter, which makes its own of the fields', found: 'one' },
    ]);
  });
});

describe('the description of a value', () => {
  const revoked = () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  };
  class Money {}
  class Nameless {}
  Object.defineProperty(Nameless, 'name', { value: Symbol('s') });

  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [-0, 'number -0'],
    [true, 'boolean true'],
    ['"', 'string "\\""'],
    ['x'.repeat(1_000_000), `string "${'x'.repeat(40)}"... of 1000000`],
    [5n, 'bigint 5'],
    [10n ** 5000n, 'a bigint of more than 128 bits'],
    [Symbol('s'), 'symbol Symbol(s)'],
    [Symbol('s'.repeat(100)), `symbol Symbol(${'s'.repeat(33)}...`],
    [() => 1, 'a function'],
    [[1, 2], 'an array of 2'],
    [{}, 'an object'],
    [Object.create(null), 'an object'],
    [new Money(), 'an instance of Money'],
    [Object.create(Nameless.prototype), 'an object'],
    [new Date(0), 'Date 1970-01-01T00:00:00.000Z'],
    [new Date(Number.NaN), 'an invalid Date'],
    [Object.create(Date.prototype), 'an instance of Date'],
    [revoked(), 'an object'],
  ])('number %# is short and does not throw', (value, expected) => {
    expect(describeValue(value)).toBe(expected);
  });
});
