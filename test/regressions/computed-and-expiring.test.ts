import { type Auto, Database, Entity, Field, Index, Model } from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('Visit', { ttl: null })
class Visit extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() path!: string;
  @Index() get folder(): string {
    return this.path.split('/')[1]!;
  }
}

// the time when an entity expires stands behind its fields, where what getters give stands in what is written
describe('reindex() of what getters give', () => {
  it('goes through entities that may expire and have their entries already', async () => {
    await using db = await Database.embedded({ models: [Visit] });
    const visit = await Visit.create({ path: '/start/1' });
    await visit.expire(60_000);
    // what the server knew of the model is lost
    await db.redis.del('{app}#models');
    await db.redis.hdel('{app}:Visit#counts', 'schema');
    expect((await Visit.reindex()).built).toContain('exact ~folder');
    expect(await Visit.query().where({ folder: 'start' }).count()).toBe(1);
    expect((await Visit.get(visit.id)).expiresAt).toEqual(visit.expiresAt);
    await expectConsistent(db, Visit);
  });
});
