// User.schema() is create()'s input as zod: all that an HTTP handler needs to check a body.
// Run: npx tsx examples/http-validation.ts
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { type Auto, Database, Entity, Field, Model, Unique, UniqueError } from 'redstart';
import { ZodError, z } from 'zod';

@Entity('User')
class User extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text({ check: z.email() }) email!: string;
  @Field.datetime() joined!: Date;
}

await using _db = await Database.embedded({ models: [User] });

const server = createServer(async (request, response) => {
  const answer = (status: number, body: unknown) => response.writeHead(status).end(JSON.stringify(body));
  try {
    answer(201, await User.create(User.schema().parse(await json(request))));
  } catch (error) {
    if (error instanceof ZodError)
      answer(
        400,
        error.issues.map(({ path }) => path.join('.') || 'body'),
      );
    else answer(error instanceof UniqueError ? 409 : 500, [(error as Error).name]);
  }
});
await new Promise<void>((ready) => server.listen(0, ready));
const url = `http://localhost:${(server.address() as AddressInfo).port}`;

async function post(body: object): Promise<void> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  console.log(response.status, await response.text());
}

await post({ email: 'ada@example.com', joined: '2024-02-29T12:00:00Z' });
await post({ email: 'ada@example.com', joined: '2024-02-29T12:00:00Z' });
await post({ email: 'nobody', joined: 'yesterday' });
server.close();

// Output:
// 201 {"id":1,"email":"ada@example.com","joined":"2024-02-29T12:00:00.000Z"}
// 409 ["UniqueError"]
// 400 ["email","joined"]
