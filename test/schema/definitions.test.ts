import { Entity, Field, Index, Model, PrimaryKey, SchemaError, Unique } from 'redstart';
import { compileSchema } from '../../src/schema/compile/schema.js';

type Class = { new (): object; readonly name: string };

interface Pair {
  a: string;
  b: string;
}

const compile = (model: Class) => compileSchema(model, 'app');

/** The text of the error that a definition is refused with. */
function refusal(define: () => Class): string {
  try {
    compile(define());
  } catch (error) {
    expect(error).toBeInstanceOf(SchemaError);
    expect((error as SchemaError).code).toBe('SCHEMA');
    return (error as SchemaError).message;
  }
  throw new Error('The definition was accepted.');
}

/** Decorate a property of an untyped class, as a caller without a compiler would. */
const decorate = (model: Class, property: string, ...decorators: readonly unknown[]): void => {
  for (const decorator of decorators) (decorator as PropertyDecorator)(model.prototype, property);
};

/** A class with an id, and what `define` adds to it. */
function thing(define: (model: Class) => void): Class {
  class Thing extends Model {}
  decorate(Thing, 'id', Field.id());
  define(Thing);
  Entity()(Thing);
  return Thing;
}

const withField = (...decorators: readonly unknown[]) => thing((model) => decorate(model, 'value', ...decorators));

describe('compileSchema', () => {
  it('gives fields and indexes in the order of declaration, frozen', () => {
    const schema = compile(
      thing((model) => {
        decorate(model, 'a', Field.text({ optional: true }), Index(), Unique());
        decorate(model, 'b', Field.integer({ name: 'bee', default: 5 }), Index());
        decorate(model, 'c', Field.text(), Index({ ordered: true }));
        Unique<Pair>((fields) => [fields.a, fields.b])(model as never);
      }),
    );
    expect(schema.fields.map(({ property, stored, optional }) => [property, stored, optional])).toEqual([
      ['a', 'a', true],
      ['b', 'bee', false],
      ['c', 'c', false],
    ]);
    expect(schema.indexes.map(({ kind, name }) => [kind, name])).toEqual([
      ['exact', 'a'],
      ['ordered', 'bee'],
      ['lexical', 'c'],
      ['unique', 'a'],
      ['unique', 'a+bee'],
    ]);
    expect(schema.primary).toMatchObject({ integer: true, generate: 'increment' });
    expect(schema.fields[1]!.default!()).toBe(5);
    expect([schema, schema.fields, schema.indexes, schema.primary, schema.fields[0]].every(Object.isFrozen)).toBe(true);
  });

  it('gives each entity a date of its own as the default', () => {
    const day = new Date(5);
    const [field] = compile(withField(Field.datetime({ default: day }))).fields;
    expect(field!.default!()).toEqual(day);
    expect(field!.default!()).not.toBe(day);
  });

  it('takes the type of a field from the property', () => {
    @Entity()
    class Reflected extends Model {
      @Field.id() id!: number;
      @Field() text!: string;
      @Field() float!: number;
      @Field() flag!: boolean;
      @Field() at!: Date;
    }
    expect(compile(Reflected).fields.map(({ codec }) => codec.name)).toEqual(['text', 'float', 'boolean', 'datetime']);
  });

  it('lets a class define a field of its base anew', () => {
    const Base = withField(Field.text());
    class Derived extends Base {}
    decorate(Derived, 'value', Field.integer());
    Entity()(Derived);
    expect(compile(Derived).fields.map(({ codec }) => codec.name)).toEqual(['integer']);
    expect(compile(Base).fields.map(({ codec }) => codec.name)).toEqual(['text']);
  });
});

const REFUSALS: readonly (readonly [what: string, define: () => Class, text: string])[] = [
  [
    'a class without @Entity',
    () => class Plain extends Model {},
    "Plain is not an entity. Add @Entity('Plain') to the class.",
  ],
  [
    'a class whose base alone is an entity',
    () => class Derived extends withField(Field.text()) {},
    "Derived is not an entity. Add @Entity('Derived') to the class.",
  ],
  [
    'two @Entity',
    () => {
      const model = withField(Field.text());
      Entity()(model);
      return model;
    },
    'Thing has two @Entity() decorators. Keep one of them.',
  ],
  [
    'an abstract class',
    () => {
      class Base extends Model {}
      Entity({ abstract: true })(Base);
      return Base;
    },
    'Base is abstract: it has no entities of its own. Register the classes that extend it.',
  ],
  [
    'a name that cannot stand in a key',
    () => {
      class Thing extends Model {}
      Entity('a:b')(Thing);
      return Thing;
    },
    '"a:b" cannot be a model name: it would not be readable in a key. Use letters, digits, "_", "-", "." or "$", starting with a letter.',
  ],
  [
    'a namespace that cannot stand in a key',
    () => {
      class Thing extends Model {}
      Entity({ namespace: 'a}b' })(Thing);
      return Thing;
    },
    '"a}b" cannot be a namespace: it would not be readable in a key. Use letters, digits, "_", "-", "." or "$", starting with a letter.',
  ],
  [
    'a stored name that cannot stand in a key',
    () => withField(Field.text({ name: 'a#b' })),
    '"a#b" cannot be a stored name of Thing.value: it would not be readable in a key. Use letters, digits, "_", "-", "." or "$", starting with a letter.',
  ],
  [
    'a field without a type',
    () => withField(Field()),
    'Thing.value: @Field() cannot tell how to store it, because the compiler emitted no type for it (esbuild never does, tsc and swc with emitDecoratorMetadata). Name the type: Field.text(), Field.integer(), Field.datetime(), Field.enum([...]) and so on.',
  ],
  [
    'a field that the compiler calls an Object',
    () => {
      @Entity()
      class Thing extends Model {
        @Field() value!: string | number;
      }
      return Thing;
    },
    'Thing.value: @Field() cannot tell how to store it, because the compiler says its type is Object, as it does for unions, interfaces and aliases. Name the type: Field.text(), Field.integer(), Field.datetime(), Field.enum([...]) and so on.',
  ],
  [
    'a field decorated twice',
    () => withField(Field.text(), Field.integer()),
    'Thing.value has two field decorators. Keep one of them.',
  ],
  [
    'a name that models use',
    () => thing((model) => decorate(model, 'save', Field.text())),
    "Thing.save: every model uses this name itself. Choose another name for the property, and keep the stored name with { name: 'save' }.",
  ],
  [
    'a name that no object can have',
    () => thing((model) => decorate(model, '__proto__', Field.text())),
    "Thing.__proto__: every model uses this name itself. Choose another name for the property, and keep the stored name with { name: '__proto__' }.",
  ],
  [
    'two fields of one stored name',
    () =>
      thing((model) => {
        decorate(model, 'a', Field.text());
        decorate(model, 'b', Field.text({ name: 'a' }));
      }),
    'Thing.b and Thing.a are both stored as "a". Give one of them another { name }.',
  ],
  [
    'a default of another type',
    () => withField(Field.integer({ default: 0.5 })),
    'Thing.value: its default must be a whole number from -(2^53 - 1) to 2^53 - 1, not number 0.5. Correct the default, or give a function that makes it.',
  ],
  [
    'no primary key',
    () => {
      class Thing extends Model {}
      Entity()(Thing);
      return Thing;
    },
    'Thing has no primary key. Add "@Field.id() id!: Auto<number>", or @PrimaryKey() to a field that you fill yourself.',
  ],
  [
    'two primary keys',
    () => withField(Field.text(), PrimaryKey()),
    'Thing has 2 primary keys: id, value. Keep one of them.',
  ],
  [
    'a primary key that is not a field',
    () => withField(PrimaryKey()),
    'Thing.value has @PrimaryKey() but is not a field. Add Field.text() or Field.integer() to it.',
  ],
  [
    'an optional primary key',
    () => {
      class Thing extends Model {}
      decorate(Thing, 'id', Field.text({ optional: true }), PrimaryKey());
      Entity()(Thing);
      return Thing;
    },
    'Thing.id: a primary key is neither optional nor has it a default. Remove the option.',
  ],
  [
    'a primary key of a type that has no ids',
    () => {
      class Thing extends Model {}
      decorate(Thing, 'id', Field.boolean(), PrimaryKey());
      Entity()(Thing);
      return Thing;
    },
    'Thing.id: a primary key is text or a whole number, not boolean. Use Field.text() or Field.integer().',
  ],
  [
    'an index on what is not a field',
    () => withField(Index()),
    'Thing.value has @Index() but is not a field. Add @Field(), or Field.text() and the like, to the property.',
  ],
  [
    'uniqueness of what is not a field',
    () => withField(Unique()),
    'Thing.value has @Unique() but is not a field. Add @Field(), or Field.text() and the like, to the property.',
  ],
  [
    'an order of what has none',
    () => withField(Field.boolean(), Index({ ordered: true })),
    'Thing.value: a field of type boolean has no order. Use @Index() without { ordered: true }.',
  ],
  [
    'an index twice',
    () => withField(Field.text(), Index(), Index()),
    'Thing.value has the same index twice. Keep one of the decorators.',
  ],
  [
    'an index on the primary key',
    () => thing((model) => decorate(model, 'id', Index())),
    'Thing.id is the primary key, which is unique and found by its value anyhow. Remove the @Index().',
  ],
  [
    'uniqueness of the primary key',
    () => thing((model) => decorate(model, 'id', Unique())),
    'Thing.id is the primary key, which is unique and found by its value anyhow. Remove the @Unique().',
  ],
  [
    'a class-level @Unique of one field',
    () =>
      thing((model) => {
        decorate(model, 'a', Field.text());
        Unique<Pair>(((fields: Record<string, object>) => [fields.a]) as never)(model as never);
      }),
    'Thing: a class-level @Unique() gave an array of 1. Give it a function that returns two or more fields, as in @Unique<Point>((point) => [point.x, point.y]).',
  ],
  [
    'a class-level @Unique of names',
    () => thing((model) => Unique<Pair>((() => ['a', 'b']) as never)(model as never)),
    'Thing: a class-level @Unique() lists string "a", which is not a field. Give it a function that returns two or more fields, as in @Unique<Point>((point) => [point.x, point.y]).',
  ],
  [
    'a class-level @Unique of what is not a field',
    () => thing((model) => Unique<Pair>(((fields: Record<string, object>) => [fields.a, 1]) as never)(model as never)),
    'Thing.a has a class-level @Unique() but is not a field. Add @Field(), or Field.text() and the like, to the property.',
  ],
];

describe('a schema is refused', () => {
  it.each(REFUSALS)('for %s', (_, define, text) => {
    expect(refusal(define)).toBe(text);
  });
});
