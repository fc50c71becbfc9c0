// What is loaded at its first use must be in a bundle as well.
import { deepEqual, equal } from 'node:assert/strict';
import { type Auto, Database, Entity, EntityExistsError, Field, Model } from 'redstart';

class Address {
  street = '';
}

@Entity('Person')
class Person extends Model {
  @Field.id({ generate: 'ulid' }) id!: Auto<string>;
  @Field.json(() => Address) address!: Address;
}

async function main(): Promise<void> {
  const db = await Database.embedded({ models: [Person] });
  const input = Person.schema().parse({ address: { street: 'Elm' } });
  const { id } = await Person.create(input);
  const { address } = await Person.get(id);
  deepEqual([address instanceof Address, address.street, id.length], [true, 'Elm', 26]);
  // a minifier mangles the names of classes, not that of an error
  const { name } = new EntityExistsError('Person', id);
  equal(name, 'EntityExistsError');
  await db.close();
  console.log('ok');
}

main();
