import { type Auto, Database, Entity, Field, FullText, Model, type ModelClass } from 'redstart';
import { expectConsistent, keysFrom } from '../../support/consistency.js';

@Entity('Note')
class Note extends Model {
  @Field.id() id!: Auto<number>;
  @FullText({ suffix: true }) @Field.text({ optional: true }) text?: string;
  @FullText({ metaphone: true }) @Field.text() title!: string;
  @Field.integer() stars!: number;
}

@Entity('Named')
class Named extends Model {
  @Field.id({ generate: () => crypto.randomUUID() }) id!: Auto<string>;
  @FullText() @Field.text() text!: string;
}

const WORDS = Array.from({ length: 300 }, (_, i) => `w${i.toString(36)}${'aeiou'[i % 5]}`);
/** Some words stand in nearly every text, most in few. */
const words = (seed: number, length: number) =>
  Array.from({ length }, (_, i) => WORDS[Math.floor(300 * (((seed * 7919 + i * 104729) % 997) / 997) ** 3)]).join(' ');

describe('the entries of a full-text index', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ namespace: 'texts', models: [Note, Named] });
  });
  afterAll(() => db.close());

  const check = (model: ModelClass = Note) => expectConsistent(db, model);

  it('follow creates, changes and deletes', async () => {
    const note = await Note.create({ text: 'A loom weaves; the engine of looms', title: 'Smith', stars: 1 });
    const other = await Note.create({ title: 'the and of', stars: 2 });
    await check();
    await note.update({ text: 'the Engine weaves algebra' });
    await check();
    await note.update({ text: undefined, stars: 3 });
    await other.update({ text: '' });
    await check();
    await other.update({ text: 'Ünïcode 東京 naïve' });
    await check();
    await note.save({ force: true });
    await check();
    await Note.field(note.id, (each) => each.text).set('looms without an engine');
    await Note.upsert({ id: other.id, title: 'a spinning jenny', stars: 4 }, { by: { id: true } });
    await Note.upsert({ id: 9, text: 'of steam', title: 'Watt', stars: 4 }, { by: { id: true } });
    await check();
    expect((await Note.upsert({ id: 9, title: 'Watts', stars: 4 }, { by: { id: true } })).text).toBe('of steam');
    await Note.field(9, (each) => each.text).delete();
    await check();
    await (await Note.get(9))?.delete();
    await note.delete();
    await other.delete();
    await check();
    expect((await keysFrom(db, '{texts}:Note')).filter((key) => !key.endsWith('#counts'))).toEqual([]);
  });

  it('grow from the dictionary into lists and trees, and shrink again', async () => {
    const notes = Array.from({ length: 1300 }, (_, i) => ({ text: words(i, 12), title: words(i + 7, 2), stars: i }));
    await Note.insertMany(notes);
    await check();
    for (let id = 30; id < 200; id += 3) await (await Note.get(id))?.update({ text: words(id * 31, 9) });
    await check();
    await Promise.all((await Note.query().all()).map((note) => note.delete()));
    await check();
    expect((await keysFrom(db, '{texts}:Note')).filter((key) => !key.endsWith('#counts'))).toEqual([]);
  });

  // a function of the server remembers terms that have a list, and what it remembers must not outlive them
  it('give a word that went and comes back another number', async () => {
    const texts = (from: number) =>
      Array.from({ length: 40 }, (_, i) => ({ text: words(i, 3), title: `t${from}`, stars: i }));
    const notes = await Note.insertMany(texts(1));
    await check();
    for (const note of notes) await note.update({ text: 'nothing of it' });
    await Note.insertMany(texts(2).toReversed());
    await check();
    await db.redis.flushall();
    await Note.insertMany(texts(3).toReversed());
    await Note.insertMany(texts(4));
    await check();
    await Note.query().delete();
    await check();
  });

  it('are kept of ids that are text', async () => {
    const all = await Named.insertMany(Array.from({ length: 30 }, (_, i) => ({ text: words(i, 6) })));
    await check(Named);
    for (const named of all.slice(0, 20)) await named.delete();
    await check(Named);
  });
});
