import { type Auto, Database, Entity, Field, ManyToMany, Model, SchemaError } from 'redstart';

type Sides = Readonly<Record<string, readonly [to: unknown, options: unknown]>>;
type Made = { new (): Model; readonly name: string };

/** A class with many-to-many relations, made as an untyped caller would. */
function withRelations(name: string, sides: Sides): Made {
  class Made extends Model {
    @Field.id() id!: Auto<number>;
  }
  for (const [property, [to, options]] of Object.entries(sides))
    (ManyToMany as unknown as (...args: unknown[]) => PropertyDecorator)(to, options)(Made.prototype, property);
  Entity(name)(Made);
  return Made;
}

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ namespace: 'registration' });
});
afterAll(() => db.close());

function mistake(...models: readonly Made[]): string {
  try {
    db.use(...models);
  } catch (error) {
    expect(error).toBeInstanceOf(SchemaError);
    return (error as Error).message;
  }
  throw new Error('The models were accepted.');
}

const by = (property: string) => (side: Readonly<Record<string, unknown>>) => side[property];
const set = (property: string) => ({ kind: 'set', inverse: by(property) });

describe('a many-to-many relation', () => {
  it.each<[unknown, string]>([
    [
      undefined,
      'Person.groups: a many-to-many relation says how it is kept, and its kind is undefined. Choose one of: set',
    ],
    [{ kind: 'hash' }, 'its kind is string "hash"'],
    [
      { kind: 'set', inverse: 'members' },
      'is named by a function such as (user) => user.city, not by string "members"',
    ],
    [{ kind: 'set', inverse: () => 7 }, 'its function names a field of the other side'],
    [set('nothing'), 'Person.groups: Group.nothing is not a many-to-many relation. Name a property with @ManyToMany()'],
    [set('id'), 'Group.id is not a many-to-many relation'],
    [set('staff'), 'Person.groups: Group.staff leads to Group, not to Person. Name one that leads to it'],
    [set('owners'), 'the other side of Group.owners is Person.owned. Let the two name each other'],
  ])('refuses the options %p', (options, message) => {
    const Person: Made = withRelations('Person', {
      groups: [() => Group, options],
      owned: [() => Group, set('owners')],
    });
    const Group: Made = withRelations('Group', {
      staff: [() => Group, { kind: 'set' }],
      owners: [() => Person, set('owned')],
    });
    expect(mistake(Person, Group)).toContain(message);
  });

  it('has one other side', () => {
    const Person: Made = withRelations('Person', {
      groups: [() => Group, set('members')],
      rooms: [() => Group, set('members')],
    });
    const Group: Made = withRelations('Group', { members: [() => Person, { kind: 'list' }] });
    expect(mistake(Person, Group)).toContain(
      'Person.rooms and Person.groups are the other side of one relation, Group.members',
    );
  });

  it('is not its own other side', () => {
    const Person: Made = withRelations('Person', { friends: [() => Person, set('friends')] });
    expect(mistake(Person)).toContain('Person.friends cannot be its own other side. Declare another property for it');
  });

  it('has a name that can stand in a key', () => {
    const Person: Made = withRelations('Person', { 'my.groups': [() => Person, { kind: 'set' }] });
    expect(mistake(Person)).toContain('Person.my.groups: this name would not be readable in a key');
  });

  it('leads within one namespace, to a model that is registered', () => {
    const Person: Made = withRelations('Person', { groups: ['Group', { kind: 'set' }] });
    expect(mistake(Person)).toContain('Person.groups leads to Group, which is not registered');
  });

  it('is not a field as well', () => {
    class Person extends Model {
      @Field.id() id!: Auto<number>;
      @Field.text({ optional: true }) groups?: string;
    }
    (ManyToMany as unknown as (...args: unknown[]) => PropertyDecorator)(() => Person, { kind: 'set' })(
      Person.prototype,
      'groups',
    );
    Entity('Person')(Person);
    expect(mistake(Person)).toContain('Person.groups has a field and a relation. Keep one of the decorators.');
  });
});
