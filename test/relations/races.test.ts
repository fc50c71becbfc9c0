import { Database } from 'redstart';
import { expectConsistent } from '../support/consistency.js';
import { Program } from '../support/program.js';
import { Answer, Author, Post } from './forum.js';

const AUTHORS = 150;
// eight programs are compiled as they start
let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ namespace: 'forum', models: [Author, Post, Answer] });
});
afterAll(() => db.close());

/** The ids of entities whose field leads to what is not there. */
async function orphans(): Promise<unknown[]> {
  const [authors, posts] = [new Set(await Author.query().ids()), new Set(await Post.query().ids())];
  const lost: unknown[] = [];
  for await (const post of Post.query()) {
    if (!authors.has(post.author.id)) lost.push(post.id);
    if (post.editor && !authors.has(post.editor.id)) lost.push(['editor', post.id]);
  }
  for await (const answer of Answer.query()) if (!posts.has(answer.post.id)) lost.push(answer.id);
  return lost;
}

describe('programs that insert and delete at the same time', () => {
  it('leave nothing that leads nowhere', async () => {
    await Author.insertMany(Array.from({ length: AUTHORS }, () => ({})));
    await (await Post.create({ author: 1 })).delete();
    const [, socket] = (await db.redis.config('GET', 'unixsocket')) as string[];
    const works = ['insert', 'insert', 'insert', 'insert', 'insert', 'delete', 'delete', 'delete'];
    const programs = works.map((work) => Program.run('relations/racer.ts', [work, socket!]));
    for (const program of programs) expect(await program.next()).toBe('ready');
    // so that there is something to take along
    programs[0]!.tell(String(AUTHORS));
    expect(await programs[0]!.next()).toBe(0);
    for (const program of programs) program.tell(String(AUTHORS));
    const told = await Promise.all(programs.map((program) => program.next<number>()));
    await Promise.all(programs.map((program) => program.kill()));

    expect(told.slice(5).reduce((sum, deleted) => sum + deleted, 0)).toBe(AUTHORS / 3);
    expect(await Author.query().count()).toBe((AUTHORS / 3) * 2);
    expect(await orphans()).toEqual([]);
    expect(await Post.query().count()).toBeGreaterThan(0);
    for (const model of [Author, Post, Answer]) await expectConsistent(db, model);
  });
});
