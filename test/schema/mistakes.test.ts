import { type Auto, Entity, Field, Index, Model, PrimaryKey, Unique } from 'redstart';
import { compileSchema } from '../../src/schema/compile/schema.js';
import { mistakeOf, schemaOf } from '../support/schema-of.js';

abstract class Base extends Model {
  @Field.id() id!: Auto<number>;
}

/** Apply a decorator whose types forbid its place, as a caller without types may. */
const apply = (decorator: unknown, target: object, key?: string | symbol): unknown =>
  (decorator as (target: object, key?: string | symbol) => unknown)(target, key);

/** An entity named Wrong, decorated by hand. */
function wrong(decorate: (target: typeof Base) => void): typeof Base {
  class Wrong extends Base {}
  decorate(Wrong as unknown as typeof Base);
  Entity()(Wrong);
  return Wrong as unknown as typeof Base;
}

const field = (property: string, decorator: unknown) =>
  wrong((target) => void apply(decorator, target.prototype, property));

describe('a class', () => {
  it('needs @Entity of its own', () => {
    @Entity()
    class Parent extends Base {}
    class Child extends Parent {}
    expect(mistakeOf(Child)).toBe("Child is not an entity. Add @Entity('Child') to the class.");
  });

  it('has it once', () => {
    expect(mistakeOf(wrong((target) => Entity()(target)))).toContain('two @Entity() decorators. Keep one');
  });

  it('is not abstract', () => {
    @Entity({ abstract: true })
    abstract class Base2 extends Base {}
    expect(mistakeOf(Base2)).toContain('Register the classes that extend it.');
  });

  it('is a class', () => {
    for (const given of [undefined, null, 'User', {}, () => 1])
      expect(mistakeOf(given)).toContain('A model is a class that extends Model, not');
    expect(mistakeOf(undefined)).toContain('where two files import each other, register both after they are loaded');
  });

  it.each(['', 'a b', 'a:b', '{a}', '1a', 'a#b', 'a\n'])('cannot be named %j', (name) => {
    @Entity(name)
    class Named extends Base {}
    expect(mistakeOf(Named)).toContain(`${JSON.stringify(name)} cannot be a model name`);
  });

  it.each(['e', 've', '_a', '_User', 'a1', 'User$1', '$'])('must be given where the class is called %s', (name) => {
    const Made = { [name]: class extends Base {} }[name]!;
    Entity()(Made);
    expect(mistakeOf(Made)).toBe(
      `A class is called ${name}, which looks like a name that a bundler made and may change. Give the model's name: @Entity('User').`,
    );
    const Given = { [name]: class extends Base {} }[name]!;
    Entity('Made')(Given);
    expect(schemaOf(Given).model).toBe('Made');
  });

  it('cannot be in such a namespace', () => {
    expect(() =>
      compileSchema(
        wrong(() => {}),
        'a}b',
      ),
    ).toThrow('"a}b" cannot be a namespace');
  });
});

describe('the primary key', () => {
  it('is there', () => {
    @Entity()
    class Without extends Model {
      @Field.text() name!: string;
    }
    expect(mistakeOf(Without)).toContain('Without has no primary key. Add "@Field.id() id!: Auto<number>"');
  });

  it('is one', () => {
    expect(mistakeOf(field('other', Field.id()))).toContain('Wrong has 2 primary keys: id, other. Keep one');
  });

  it('is neither optional nor has it a default', () => {
    @Entity()
    class Optional extends Model {
      // @ts-expect-error a primary key is always there
      @PrimaryKey() @Field.text({ optional: true }) code?: string;
    }
    @Entity()
    class Defaulted extends Model {
      @PrimaryKey() @Field.text({ default: 'x' }) code!: string;
    }
    for (const target of [Optional, Defaulted])
      expect(mistakeOf(target)).toContain('neither optional nor has it a default. Remove the option.');
  });

  it('is text or a whole number', () => {
    @Entity()
    class Floating extends Model {
      @PrimaryKey() @Field.float() code!: number;
    }
    expect(mistakeOf(Floating)).toContain('text or a whole number, not float. Use Field.text() or Field.integer()');
  });

  it('is a field', () => {
    expect(mistakeOf(field('code', PrimaryKey()))).toContain('Wrong.code has @PrimaryKey() but is not a field');
  });

  it.each([
    ['@Index()', Index()],
    ['@Unique()', Unique()],
  ])('needs no %s', (name, decorator) => {
    expect(mistakeOf(field('id', decorator))).toContain(`found by its value anyhow. Remove the ${name}.`);
  });
});

describe('a field', () => {
  it('is decorated once', () => {
    class Twice extends Base {
      @Field.text() @Field.text() name!: string;
    }
    Entity()(Twice);
    expect(mistakeOf(Twice)).toBe('Twice.name has two field decorators. Keep one of them.');
  });

  it('has a type that reflection tells, or names it', () => {
    @Entity()
    class Union extends Base {
      @Field() value!: string | number;
    }
    expect(mistakeOf(Union)).toMatch(
      /^Union\.value: @Field\(\) cannot tell .* is Object, .* Name the type: Field\.text\(\)/,
    );
    expect(mistakeOf(field('value', Field()))).toContain('the compiler emitted no type for it (esbuild never does');
  });

  it.each([
    ...['save', 'update', 'delete', 'reload', 'increment', 'expire', 'copy', 'toJSON', 'toPlain'],
    ...['isNew', 'isDirty', 'changes', 'constructor', '__proto__', 'then'],
  ])('is not named %s', (name) => {
    expect(mistakeOf(field(name, Field.text()))).toContain(`Wrong.${name}: every model uses this name itself.`);
  });

  it.each(['eq', 'ne', 'in', 'notIn', 'isNull'])('is not named %s, which relations are asked', (name) => {
    expect(mistakeOf(field(name, Field.text()))).toContain(
      `Wrong.${name}: conditions through a relation use this name`,
    );
  });

  it('is not an accessor, method or inherited name', () => {
    class Accessor extends Base {
      get label(): string {
        return '';
      }
    }
    apply(Field.text(), Accessor.prototype, 'label');
    Entity()(Accessor);
    expect(mistakeOf(Accessor)).toContain('Accessor.label is a method or an accessor of the class');
    expect(mistakeOf(field('hasOwnProperty', Field.text()))).toContain('Choose another name for the field.');
  });

  it('is stored under a name of its own that is readable in a key', () => {
    @Entity()
    class Same extends Base {
      @Field.text() name!: string;
      @Field.text({ name: 'name' }) title!: string;
    }
    expect(mistakeOf(Same)).toContain(
      'Same.title and Same.name are both stored as "name". Give one of them another { name }',
    );
    expect(mistakeOf(field('a', Field.text({ name: 'a:b' })))).toContain('"a:b" cannot be a stored name of Wrong.a');
    expect(mistakeOf(field('first name', Field.text()))).toContain('"first name" cannot be a stored name');
    expect(mistakeOf(field('a', Field.text({ name: '__proto__' })))).toContain('cannot be a stored name');
    expect(mistakeOf(field('a', Field.text({ name: '' })))).toContain('"" cannot be a stored name');
  });

  it('has a default that fits', () => {
    const decorator = Field.integer({ default: 0.5 });
    expect(mistakeOf(field('n', decorator))).toContain('Wrong.n: its default must be a whole number');
    expect(mistakeOf(field('n', Field.integer({ default: null as never })))).toContain('not null.');
  });

  it('has a check that is a Standard Schema', () => {
    const check = ((value: unknown) => value) as never;
    expect(mistakeOf(field('n', Field.integer({ check })))).toContain('check takes a Standard Schema');
    expect(mistakeOf(field('n', Field.integer({ check: null as never })))).toContain('not null.');
  });

  it('belongs to instances, and is named by a string', () => {
    const statically = wrong((target) => void apply(Field.text(), target, 'count'));
    expect(mistakeOf(statically)).toBe(
      'Wrong.count is static, so it does not belong to an entity. Remove "static", or the decorators.',
    );
    const symbol = wrong((target) => void apply(Field.text(), target.prototype, Symbol('s')));
    expect(mistakeOf(symbol)).toContain('Wrong[Symbol(s)] has a symbol for a name.');
    for (const decorator of [Index(), Unique(), PrimaryKey(), Field()])
      expect(mistakeOf(wrong((target) => void apply(decorator, target)))).toContain('Move it to a property.');
  });

  it('is refused at once under the decorators of ECMAScript', () => {
    const context = { kind: 'field', name: 'age', static: false };
    for (const decorator of [Field.integer(), Field(), Index(), Unique(), PrimaryKey()])
      expect(() => apply(decorator, undefined as never, context as never)).toThrow('"experimentalDecorators": true');
  });
});

describe('an enum', () => {
  const of = (values: unknown) => field('state', Field.enum(values as readonly string[]));

  it('has values', () => {
    for (const values of [[], undefined, 'draft'])
      expect(mistakeOf(of(values))).toContain(
        "Wrong.state: an enum needs values. List them, as in Field.enum(['draft', 'done'])",
      );
  });

  it('has distinct strings', () => {
    expect(mistakeOf(of(['a', 'b', 'a']))).toContain('string "a" at 2 is not. Correct the list.');
    expect(mistakeOf(of(['a', 1]))).toContain('number 1 at 1');
    expect(mistakeOf(of(['\ud800']))).toContain('at 0 is not');
    expect(mistakeOf(of({ 0: 'Low', Low: 0 }))).toContain('number 0 at 1 is not');
  });

  it('keeps its values whatever becomes of the list', () => {
    const values = ['a', 'b'];
    const target = of(values);
    values.pop();
    expect(schemaOf(target).fields[0]!.codec.accepts('b')).toBe(true);
  });
});

describe('an index', () => {
  it.each([
    ['@Index()', Index()],
    ['@Unique()', Unique()],
  ])('by %s stands on a field', (name, decorator) => {
    expect(mistakeOf(field('age', decorator))).toContain(`Wrong.age has ${name} but is not a field. Add @Field()`);
  });

  it('is ordered where there is an order', () => {
    @Entity()
    class Ordered extends Base {
      @Index({ ordered: true }) @Field.boolean() admin!: boolean;
    }
    expect(mistakeOf(Ordered)).toContain(
      'a field of type boolean has no order. Use @Index() without { ordered: true }',
    );
  });

  it('is there once', () => {
    @Entity()
    class Twice extends Base {
      @Index() @Index() @Field.text() name!: string;
    }
    expect(mistakeOf(Twice)).toContain('Twice.name has the same index twice. Keep one');
  });
});

describe('a class-level @Unique()', () => {
  const of = (given: unknown) => {
    class Point extends Base {
      @Field.integer() x!: number;
      @Field.integer() y!: number;
    }
    apply(Unique(given as never), Point);
    Entity()(Point);
    return Point;
  };
  type Record = { x: unknown; y: unknown; id: unknown; z: unknown };

  it.each([
    ['names a field alone', (p: Record) => [p.x], 'gave an array of 1'],
    ['gives no list', (p: Record) => p.x, 'gave an object'],
    ['gives nothing', () => undefined, 'gave undefined'],
    ['lists a name', (p: Record) => [p.x, 'y'], 'lists string "y", which is not a field'],
    ['lists null', (p: Record) => [p.x, null], 'lists null, which is not a field'],
    ['lists a field twice', (p: Record) => [p.x, p.x], 'lists x twice'],
    ['is given no function', ['x', 'y'], 'was given an array of 2'],
  ])('that %s says so', (_, given, message) => {
    expect(mistakeOf(of(given))).toContain(message);
    expect(mistakeOf(of(given))).toContain('as in @Unique<Point>((point) => [point.x, point.y]).');
  });

  it('knows its fields', () => {
    expect(mistakeOf(of((p: Record) => [p.x, p.z]))).toContain(
      'Point.z has a class-level @Unique() but is not a field',
    );
  });

  it('needs no primary key', () => {
    expect(mistakeOf(of((p: Record) => [p.x, p.id]))).toContain('Point.id is the primary key');
  });

  it('is there once', () => {
    const target = of((p: Record) => [p.x, p.y]);
    apply(Unique(((p: Record) => [p.x, p.y]) as never), target);
    expect(mistakeOf(target)).toContain('Point.x+y has the same index twice');
  });
});
