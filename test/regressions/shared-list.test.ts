import { type Auto, Database, Entity, Field, Index, Model } from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('Note')
class Note extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Index({ ordered: true }) @Field.text({ optional: true }) title?: string;
}

describe('the list of entities without a value, which two indexes of a field share', () => {
  it('has each of them once, in one leaf', async () => {
    await using db = await Database.embedded({ models: [Note] });
    for (let i = 0; i < 1100; i++) await Note.create({});
    await expectConsistent(db, Note);
    await Note.insertMany(Array.from({ length: 1100 }, () => ({})));
    await expectConsistent(db, Note);
    expect(
      await Note.query()
        .where((note) => note.title.isNull())
        .count(),
    ).toBe(2200);
  });
});
