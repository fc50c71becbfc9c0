import {
  type Database,
  DataRaceError,
  EntityDeletedError,
  MissingReferenceError,
  NotFoundError,
  UniqueError,
} from 'redstart';
import { Club, Member, Note, Player, Purse, Visit } from './life-models.js';

/** Whose turn it is to give and to get. */
export const turn = (program: number, i: number, purses: number) => ({
  from: ((program + i) % purses) + 1,
  to: ((program + i * 3 + 1) % purses) + 1,
  amount: i + 1,
});

/** Move amounts among some purses, each by a name of its own, and each twice; how many were refused. */
export async function transfers(program: number, purses: number, times: number, floor?: number): Promise<number> {
  let refused = 0;
  for (let i = 0; i < times; i++) {
    const { from, to, amount } = turn(program, i, purses);
    if (from === to) continue;
    const once = `${floor === undefined ? 'free' : 'floor'} ${program}:${i}`;
    const move = () =>
      Purse.transfer({
        from,
        to,
        field: (purse) => purse.balance,
        amount,
        once,
        ...(floor !== undefined && { floor }),
      });
    try {
      await move();
      await move();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      refused++;
    }
  }
  return refused;
}

/** Sell what a purse has, each with a note of its author by one commit, until nothing is left, or more than there was; how many were sold. */
export async function sales(db: Database, author: number, purse: number, total: number): Promise<number> {
  for (let sold = 0; ; sold++) {
    if (sold > total) return sold;
    try {
      await db.session(async (session) => {
        session.increment(await Purse.get(purse), { balance: { by: -1, min: 0 } });
        Note.build({ author, kind: 'sold' });
      });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return sold;
    }
  }
}

/** Take names that only one program can have; how many it got. */
export async function names(round: number, count: number): Promise<number> {
  let got = 0;
  for (let i = 0; i < count; i++) {
    try {
      await Member.create({ name: `${round} ${i}` });
      got++;
    } catch (error) {
      if (!(error instanceof UniqueError)) throw error;
    }
  }
  return got;
}

/** Count visits of one member: on the server, and by a save that is made again where another program was faster. */
export async function visits(member: number, times: number): Promise<number> {
  let races = 0;
  for (let i = 0; i < times; i++) {
    await Member.field(member, ({ visits }) => visits).increment(1);
    for (let isDone = false; !isDone; ) {
      const loaded = await Member.get(member);
      try {
        await loaded.update({ visits: loaded.visits + 1 });
        isDone = true;
      } catch (error) {
        if (!(error instanceof DataRaceError)) throw error;
        races++;
      }
    }
  }
  return races;
}

/** Write notes of members, some of which are deleted meanwhile; how many found their author. */
export async function notes(first: number, last: number): Promise<number> {
  let written = 0;
  for (let author = first; author <= last; author++) {
    try {
      await Note.create({ author });
      written++;
    } catch (error) {
      if (!(error instanceof MissingReferenceError)) throw error;
    }
  }
  return written;
}

/** Delete members one by one; how many were there. */
export async function leave(first: number, last: number): Promise<number> {
  let left = 0;
  for (let member = last; member >= first; member--) left += await Member.deleteMany([member]);
  return left;
}

/** Delete what has expired, again and again until nothing has. */
export async function reap(): Promise<number> {
  let [sum, last] = [0, -1];
  while (last !== 0) {
    last = await Visit.reap();
    sum += last;
  }
  return sum;
}

const GONE = [MissingReferenceError, EntityDeletedError, NotFoundError];

/** What one program does to players and clubs at its turn, from either side. */
const meetings: readonly ((player: Player, club: Club, i: number) => Promise<unknown>)[] = [
  (player, club) => player.clubs.add(club, club),
  (player, club, i) => club.players.add([player, i]),
  (player, club) => player.clubs.insert(1, club),
  (player) => player.clubs.removeAt(0),
  (player, club) => club.players.delete(player),
  (player, club) => player.clubs.delete(club),
  (player, club) => club.players.increment(player, 2),
  (_, club, i) => club.rivals.add(club, (i % 9) + 1),
  (_, club, i) => club.hatedBy.delete((i % 9) + 1),
  (player, _, i) => (i % 5 ? player.clubs.ids() : player.clubs.clear()),
  (player, _, i) => (i % 7 ? player.reload() : player.delete()),
  (_, club, i) => (i % 7 ? Club.query().with({ players: true }).all() : club.expire(1)),
];

/** Work at what few players and clubs have with each other; how often one of them was gone. */
export async function mingle(program: number, last: number, times: number): Promise<number> {
  let gone = 0;
  for (let i = 0; i < times; i++) {
    try {
      const [player, club] = await Promise.all([
        Player.get(((program + i) % last) + 1),
        Club.get(((program * 3 + i * 2) % last) + 1),
      ]);
      await meetings[(program + i * 5) % meetings.length]!(player, club, i);
    } catch (error) {
      if (!GONE.some((type) => error instanceof type)) throw error;
      gone++;
    }
  }
  return gone;
}
