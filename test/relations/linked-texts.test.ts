// What goes is let go of by its words and by its pairs in one script, whatever takes it away.
import {
  type Auto,
  Database,
  Entity,
  Field,
  FullText,
  type Many,
  ManyToMany,
  ManyToOne,
  Model,
  type Ref,
} from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('League')
class League extends Model {
  @Field.id() id!: Auto<number>;
}

@Entity('Team', { ttl: 60_000 })
class Team extends Model {
  @Field.id() id!: Auto<number>;
  @FullText({ suffix: true }) @Field.text() about!: string;
  @ManyToOne(() => League, { onDelete: 'cascade' }) league!: Ref<League>;
}

@Entity('Player')
class Player extends Model {
  @Field.id() id!: Auto<number>;
  @FullText() @Field.text({ optional: true }) about?: string;
  @ManyToMany(() => Team, { kind: 'set' }) teams!: Many<Team, 'set'>;
  @ManyToMany(() => Team, { kind: 'list' }) wishes!: Many<Team, 'list'>;
  @ManyToMany(() => Team, { kind: 'sortedSet' }) ratings!: Many<Team, 'sortedSet'>;
}

const models = [League, Team, Player] as const;
let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ namespace: 'linked', models });
});
afterAll(() => db.close());

const expire = async (team: Team): Promise<void> => {
  await team.expire(1);
  while (await Team.find(team.id)) await new Promise((resolve) => setTimeout(resolve, 1));
  await Team.reap();
};

/** What takes entities away, and how many teams and players are left of two and one. */
const ways: readonly (readonly [
  what: string,
  go: (team: Team, player: Player, league: League) => Promise<unknown>,
  left: readonly [teams: number, players: number],
])[] = [
  ['delete()', (team) => team.delete(), [1, 1]],
  ['deleteMany()', ({ id }) => Team.deleteMany([id]), [1, 1]],
  ['a query', ({ id }) => Team.query().where({ id }).delete(), [1, 1]],
  ['a cascade', (_team, _player, league) => league.delete(), [1, 1]],
  ['a session', (team, player) => db.session((session) => [session.delete(team), session.delete(player)]), [1, 0]],
  ['the other side', (_team, player) => player.delete(), [2, 0]],
  ['its time', (team) => expire(team), [1, 1]],
];

describe('an entity with a text and with pairs', () => {
  it.each(ways)('goes by %s with its words and its pairs', async (_, go, left) => {
    await db.redis.flushall();
    const league = await League.create({});
    const [team, other] = await Team.insertMany([
      { about: 'Looms and engines', league },
      { about: 'Looms alone', league: await League.create({}) },
    ]);
    const player = await Player.create({ about: 'Plays with looms' });
    for (const many of [player.teams, player.wishes]) await many.add(team!, other!);
    await player.ratings.add([team!, 1]);
    await player.ratings.add([other!, 2]);
    await go(team!, player, league);
    for (const model of models) {
      expect(await model.verify()).toMatchObject({ total: 0 });
      await expectConsistent(db, model);
    }
    const found = await Team.query()
      .where((each) => each.about.search('looms'))
      .count();
    expect([found, await Player.query().search('looms').count()]).toEqual(left);
  });
});
