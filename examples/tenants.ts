// db.bind() gives the same model on another database: one class, a namespace for each tenant, no entity shared.
// Run: npx tsx examples/tenants.ts
import { type Auto, Database, Entity, Field, Model, Unique } from 'redstart';

@Entity('Account')
class Account extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() login!: string;
}

await using server = await Database.embedded();

// a client that exists serves several databases
async function tenant(namespace: string) {
  const db = await Database.connect(server.redis, { namespace });
  return db.bind(Account);
}

const Red = await tenant('red');
const Blue = await tenant('blue');

// the same login and the same id, in each namespace its own
const inRed = await Red.create({ login: 'ada' });
const inBlue = await Blue.create({ login: 'ada' });
await Blue.create({ login: 'grace' });
console.log(inRed.id, inBlue.id);
console.log('red:', await Red.query().count(), 'blue:', await Blue.query().count());
console.log('grace is in red:', (await Red.findBy({ login: 'grace' })) !== undefined);
console.log('both are accounts:', inRed instanceof Account && inBlue instanceof Account);

console.log(await server.redis.hgetall('{red}:Account:1'));

// Output:
// 1 1
// red: 1 blue: 2
// grace is in red: false
// both are accounts: true
// { login: 'ada' }
