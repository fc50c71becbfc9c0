import { type Auto, Database, DataRaceError, Entity, Field, Index, Model } from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('Note')
class Note extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() title!: string;
  @Field.text() body!: string;
  @Index() @Field.datetime({ on: 'save' }) changed!: Auto<Date>;
}

describe('a field that is set by every save', () => {
  let db: Database;
  beforeEach(async () => {
    db = await Database.embedded({ models: [Note] });
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await db.close();
  });

  it('is not a reason to refuse changes of different fields', async () => {
    const clock = jest.spyOn(Date, 'now').mockReturnValue(1000);
    const note = await Note.create({ title: 'a', body: 'b' });
    const other = await Note.get(note.id);
    clock.mockReturnValue(2000);
    await other.update({ title: 'A' });
    clock.mockReturnValue(3000);
    await note.update({ body: 'B' });
    expect({ ...(await Note.get(note.id)) }).toEqual({ id: 1, title: 'A', body: 'B', changed: new Date(3000) });
    await expectConsistent(db, Note);
  });

  it('leaves changes of one field a race', async () => {
    const note = await Note.create({ title: 'a', body: 'b' });
    await (await Note.get(note.id)).update({ title: 'A' });
    await expect(note.update({ title: 'B' })).rejects.toThrow(DataRaceError);
  });
});
