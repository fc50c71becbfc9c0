// A hash holds typed values by name: here, users as JSON.
// Run: npx tsx examples/hash.ts
import { Database, json } from 'redstart';

interface User {
  name: string;
  age: number;
}

const db = await Database.embedded();
const users = db.hash('users', { codec: json<User>() });

await users.update({ ada: { name: 'Ada', age: 36 }, alan: { name: 'Alan', age: 41 } });
console.log('new:', await users.set('grace', { name: 'Grace', age: 85 }));

const ada = await users.get('ada'); // User | undefined
console.log(`${ada?.name} is ${ada?.age}`);
console.log('somebody else:', await users.get('nobody'));

for await (const [id, user] of users.search('a*')) console.log(id, '=>', user.name);

const visits = db.hash('visits');
await visits.increment('/');
console.log('visits:', await visits.increment('/', 2), await visits.toObject());

await db.close();

// Output:
// new: true
// Ada is 36
// somebody else: undefined
// ada => Ada
// alan => Alan
// visits: 3 { '/': '3' }
