import {
  type Auto,
  Database,
  Entity,
  Field,
  type Many,
  ManyToOne,
  Model,
  OneToMany,
  type RedisSet,
  type Ref,
} from 'redstart';

@Entity('Owner')
class Owner extends Model {
  @Field.id() id!: Auto<number>;
  @OneToMany(
    () => Pet,
    (pet) => pet.owner,
  )
  pets!: Many<Pet>;
}

@Entity('Pet')
class Pet extends Model {
  #seen = 0;
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @ManyToOne(() => Owner, { onDelete: 'cascade', optional: true }) owner?: Ref<Owner>;
  @Field.set() tags!: RedisSet<string>;
  private notes: string[] = [];
  private _memo?: string;
  nick?: string;

  get shown(): string {
    this.#seen += 1;
    return `${this.name}${this.#seen}`;
  }

  note(text: string): string {
    this.notes = [...this.notes, text];
    this._memo = text;
    return this._memo;
  }
}

describe('a property without @Field()', () => {
  const warned = jest.spyOn(process, 'emitWarning').mockImplementation();
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Owner, Pet] });
  });
  afterAll(async () => {
    warned.mockRestore();
    await db.close();
  });

  it('is told of once, when it was assigned and is saved, and nothing else is', async () => {
    const owner = await Owner.create({});
    const pet = await Pet.create({ name: 'Ada', owner });
    await pet.tags.add('x');
    pet.note('private');
    pet.name = `${pet.shown}s`;
    await pet.save();
    await (await Pet.get(1)).update({ name: 'Ida' });
    await owner.save();
    expect(warned).not.toHaveBeenCalled();
    for (let i = 0; i < 2; i++) {
      const again = await Pet.get(1);
      again.nick = 'Addie';
      await again.save();
    }
    expect(warned.mock.calls).toEqual([
      [
        'Pet.nick was set and is not stored: it is not a field. Put @Field() on it; where it is not meant to be stored, give it a value in the class, or call it #nick.',
        { type: 'RedstartWarning', code: 'REDSTART_NOT_STORED' },
      ],
    ]);
  });
});
