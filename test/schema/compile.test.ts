import { type Auto, Entity, Field, Index, Model, PrimaryKey, Unique } from 'redstart';
import { schemaOf } from '../support/schema-of.js';

@Entity({ abstract: true })
abstract class Named extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() name!: string;
}

@Entity()
@Unique<User>((user) => [user.name, user.age])
class User extends Named {
  @Unique() @Field.text({ name: 'mail' }) email!: string;
  @Index() @Field.integer() age!: number;
  @Index({ ordered: true }) @Field.text({ optional: true }) bio?: string;
  @Index() @Field.enum(['draft', 'done']) state: Auto<'draft' | 'done'> = 'draft';
  @Field.datetime({ default: new Date(5) }) joined!: Auto<Date>;
  @Field.integer({ default: () => 7 }) luck!: Auto<number>;
}

describe('a compiled schema', () => {
  const schema = schemaOf(User);

  it('has the fields of its bases first, in the order of declaration, without the primary key', () => {
    expect(schema.fields.map((field) => field.property)).toEqual([
      'name',
      'email',
      'age',
      'bio',
      'state',
      'joined',
      'luck',
    ]);
    expect(schema.primary.field.property).toBe('id');
    expect([...schema.byProperty.keys()]).toEqual(['id', ...schema.fields.map((field) => field.property)]);
  });

  it('lists the indexes by stored names, with the very fields', () => {
    expect(schema.indexes.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'exact name',
      'ordered age',
      'lexical bio',
      'exact state',
      'unique mail',
      'unique name+age',
    ]);
    for (const index of schema.indexes) for (const field of index.fields) expect(schema.fields).toContain(field);
    expect(schema.indexes[2]?.fields[0]?.optional).toBe(true);
  });

  it('cannot be changed', () => {
    const parts = [schema, schema.fields, schema.indexes, schema.primary, schema.primary.field];
    for (const part of [...parts, ...schema.fields, ...schema.fields.map((f) => f.codec), ...schema.indexes])
      expect(Object.isFrozen(part)).toBe(true);
    expect(schema.indexes.every((index) => Object.isFrozen(index.fields))).toBe(true);
  });

  it('makes a default anew for each entity', () => {
    const { default: joined } = schema.byProperty.get('joined')!;
    const first = joined!() as Date;
    first.setTime(0);
    expect(joined!()).toEqual(new Date(5));
    expect(schema.byProperty.get('luck')!.default!()).toBe(7);
  });

  it('names the keys by the namespace and the class', () => {
    expect(schema.keyspace.prefix).toBe('{test}:User');
    @Entity('people', { namespace: 'shop' })
    class Person extends Named {}
    expect(schemaOf(Person).keyspace.prefix).toBe('{shop}:people');
  });
});

describe('inheritance', () => {
  it('gives classes beside each other nothing of each other', () => {
    @Entity()
    class Left extends Named {
      @Field.text() left!: string;
    }
    @Entity()
    class Right extends Named {}
    expect(schemaOf(Left).fields.map((field) => field.property)).toEqual(['name', 'left']);
    expect(schemaOf(Right).fields.map((field) => field.property)).toEqual(['name']);
  });

  it('takes the fields of an entity and of a class without @Entity', () => {
    class Plain extends Named {
      @Field.text() plain!: string;
    }
    @Entity()
    class Middle extends Plain {}
    @Entity()
    class Last extends Middle {
      @Field.text() last!: string;
    }
    expect(schemaOf(Last).fields.map((field) => field.property)).toEqual(['name', 'plain', 'last']);
  });

  it('lets a class define a field of its base anew, in its place, with the same index', () => {
    @Entity()
    class Nick extends Named {
      @Index() @Field.text({ name: 'nick' }) override name!: string;
    }
    const { fields, indexes } = schemaOf(Nick);
    expect(fields.map((field) => field.stored)).toEqual(['nick']);
    expect(indexes.map((index) => index.name)).toEqual(['nick']);
  });
});

describe('the primary key', () => {
  const sample = (generate: 'uuid' | 'ulid' | (() => string)) => {
    @Entity()
    class Sample extends Model {
      @Field.id({ generate }) id!: Auto<string>;
    }
    return schemaOf(Sample).primary;
  };

  it('counts up on the server', () => {
    expect(schemaOf(User).primary).toMatchObject({ integer: true, generate: 'increment' });
  });

  it('is a uuid of version 7, a ulid, or what a function gives', () => {
    const make = (generate: Parameters<typeof sample>[0]) => (sample(generate).generate as () => string)();
    expect(make('uuid')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(make('ulid')).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(make(() => 'mine')).toBe('mine');
    expect(make('uuid')).not.toBe(make('uuid'));
    expect(sample('ulid').integer).toBe(false);
  });

  it('is what the caller gives for a text or a whole number', () => {
    @Entity()
    class Country extends Model {
      @PrimaryKey() @Field.text() code!: string;
    }
    @Entity()
    class Seat extends Model {
      @PrimaryKey() @Field.integer() number!: number;
    }
    expect(schemaOf(Country).primary).toMatchObject({ integer: false, generate: undefined });
    expect(schemaOf(Seat).primary).toMatchObject({ integer: true, generate: undefined });
  });
});

describe('@Field()', () => {
  it('takes the type that the compiler emitted', () => {
    @Entity()
    class Reflected extends Model {
      @Field.id() id!: Auto<number>;
      @Field() text!: string;
      @Field() float!: number;
      @Field() boolean!: boolean;
      @Field() datetime!: Date;
      @Field({ optional: true }) maybe?: string;
    }
    expect(schemaOf(Reflected).fields.map((field) => field.codec.name)).toEqual([
      'text',
      'float',
      'boolean',
      'datetime',
      'text',
    ]);
    expect(schemaOf(Reflected).byProperty.get('maybe')?.optional).toBe(true);
  });
});
