import { type Auto, Database, Entity, Field, Model, SchemaError } from 'redstart';
import { ServerProcess } from '../support/server-process.js';

@Entity()
class Thing extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
}

it('refuses models on a client that puts a prefix before keys, and says what to use instead', async () => {
  const server = await ServerProcess.start();
  const options = { ...server.address, keyPrefix: 'shop:' };
  await expect(Database.connect(options, { models: [Thing] })).rejects.toThrow(SchemaError);
  const db = await Database.connect(options);
  expect(() => db.bind(Thing)).toThrow('give the database a namespace');
  await db.hash('plain').set('a', '1');
  expect(await db.hash('plain').get('a')).toBe('1');
  await db.close();
  await server.kill();
});
