// Inserts or deletes in a forum beside other programs: `racer.ts <work> <socket>`. Of each line it says what came of it.
import { createInterface } from 'node:readline';
import { Database, MissingReferenceError } from 'redstart';
import { Answer, Author, Post } from './forum.js';

const [work, path] = process.argv.slice(2);
// who deletes knows the authors alone
const models = work === 'insert' ? [Author, Post, Answer] : [Author];
const db = await Database.connect({ path: path! }, { namespace: 'forum', models });
const say = (fact: unknown) => console.log(JSON.stringify(fact));

/** Insert a post and an answer for each author; how many of them were gone by then. */
async function insert(authors: number): Promise<number> {
  let gone = 0;
  for (let author = 1; author <= authors; author++) {
    try {
      const post = await Post.create({ author, editor: (author % authors) + 1 });
      await Answer.create({ post });
    } catch (error) {
      if (!(error instanceof MissingReferenceError)) throw error;
      gone++;
    }
  }
  return gone;
}

/** Delete every third author, each as it is reached. */
async function remove(authors: number): Promise<number> {
  let deleted = 0;
  for (let author = 1; author <= authors; author += 3) deleted += await Author.deleteMany([author]);
  return deleted;
}

say('ready');
for await (const line of createInterface({ input: process.stdin })) {
  say(await (work === 'insert' ? insert : remove)(Number(line)));
}
await db.close();
