import { type Auto, Database, Entity, Field, ManyToOne, Model, type Ref, SchemaError } from 'redstart';

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ namespace: 'registration' });
});
afterAll(() => db.close());

@Entity('City')
class City extends Model {
  @Field.id() id!: Auto<number>;
}

/** A class with one relation, made as an untyped caller would. */
function withRelation(to: unknown, options: unknown): { new (): Model; readonly name: string } {
  class Place extends Model {
    @Field.id() id!: Auto<number>;
    city!: Ref<City>;
  }
  (ManyToOne as (...args: unknown[]) => PropertyDecorator)(to, options)(Place.prototype, 'city');
  Entity('Place')(Place);
  return Place;
}

function mistake(...models: readonly unknown[]): string {
  try {
    db.use(...(models as never[]));
  } catch (error) {
    expect(error).toBeInstanceOf(SchemaError);
    return (error as Error).message;
  }
  throw new Error('The models were accepted.');
}

describe('the decorators of relations', () => {
  const restrict = { onDelete: 'restrict' };
  it.each<[unknown, unknown, string]>([
    [
      () => City,
      {},
      'Place.city: onDelete says what becomes of it when its entity is deleted, and is undefined. Choose',
    ],
    [() => City, undefined, 'Place.city: onDelete says'],
    [() => City, { onDelete: 'explode' }, 'and is string "explode". Choose one of: restrict, cascade'],
    [() => City, { onDelete: 'set null' }, 'a required relation cannot be set to null. Make it optional: true'],
    [() => City, { onDelete: 'set default' }, 'needs a default. Add { default: id }'],
    [() => City, { onDelete: 'set default', default: 'x' }, 'its default must be the id of a City, not string "x"'],
    [City, restrict, 'its function gives undefined'],
    [7, restrict, 'a relation takes a function such as () => City, or the name of a model, not number 7'],
    ['', restrict, 'or the name of a model, not string ""'],
    [
      () => undefined,
      restrict,
      'Place.city: its function gives undefined, not a class. Where two files import each other',
    ],
    [() => class Loose {}, restrict, 'Loose is not an entity'],
    ['Town', restrict, 'Place.city leads to Town, which is not registered. Pass it along'],
  ])('refuse %p with %p', (to, options, message) => {
    expect(mistake(City, withRelation(to === City ? () => undefined : to, options))).toContain(message);
  });

  it('refuse a model that is not registered, and register none of the call', () => {
    @Entity('Lonely')
    class Lonely extends Model {
      @Field.id() id!: Auto<number>;
      @ManyToOne(() => City, { onDelete: 'restrict' }) city!: Ref<City>;
    }
    expect(mistake(Lonely)).toContain('Lonely.city leads to City, which is not registered');
    expect(() => Lonely.query()).toThrow(SchemaError);
    expect(() => db.use(City, Lonely)).not.toThrow();
  });

  it('refuse a model of another namespace', () => {
    @Entity('Far', { namespace: 'elsewhere' })
    class Far extends Model {
      @Field.id() id!: Auto<number>;
    }
    @Entity('Near')
    class Near extends Model {
      @Field.id() id!: Auto<number>;
      @ManyToOne(() => Far, { onDelete: 'restrict' }) far!: Ref<Far>;
    }
    expect(mistake(Far, Near)).toContain(
      'Near.far leads to Far of another namespace: their keys have no slot in common',
    );
  });

  it('refuse models that require each other', () => {
    @Entity('Egg')
    class Egg extends Model {
      @Field.id() id!: Auto<number>;
      @ManyToOne<Hen>('Hen', { onDelete: 'cascade' }) hen!: Ref<Hen>;
    }
    @Entity('Hen')
    class Hen extends Model {
      @Field.id() id!: Auto<number>;
      @ManyToOne(() => Egg, { onDelete: 'restrict' }) egg!: Ref<Egg>;
    }
    @Entity('Self')
    class Self extends Model {
      @Field.id() id!: Auto<number>;
      @ManyToOne(() => Self, { onDelete: 'restrict' }) self!: Ref<Self>;
    }
    expect(mistake(Egg, Hen)).toContain(
      'Egg.hen and Hen.egg require each other, so that there could be no first entity',
    );
    expect(mistake(Self)).toContain('Self.self requires another Self for each');
  });
});

describe('a relation of an abstract base', () => {
  @Entity({ abstract: true })
  abstract class Owned extends Model {
    @ManyToOne(() => City, { onDelete: 'restrict' }) city!: Ref<City>;
  }
  @Entity('House')
  class House extends Owned {
    @Field.id() id!: Auto<number>;
  }

  it('is one of each class that extends it', async () => {
    db.use(City, House);
    await City.create({});
    expect((await House.create({ city: 1 })).city.id).toBe(1);
    await expect(House.create({ city: 2 })).rejects.toThrow(/House.city leads to the City 2/);
  });
});
