// explain() runs a query and tells how it was answered: the planner takes another way when the numbers are others.
// Run: npx tsx examples/explain.ts
import { type Auto, Database, Entity, Field, Index, Model, type Query } from 'redstart';

@Entity('Job')
class Job extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.enum(['waiting', 'done', 'failed']) status!: 'waiting' | 'done' | 'failed';
  @Index() @Field.integer() priority!: number;
}

await using _db = await Database.embedded({ models: [Job] });
await Job.insertMany(
  Array.from({ length: 2000 }, (_, i) => ({
    status: i % 500 === 0 ? ('failed' as const) : i % 2 === 0 ? ('waiting' as const) : ('done' as const),
    priority: (i * 7) % 100,
  })),
);

async function show(title: string, query: Query<Job>): Promise<void> {
  const { strategy, rows, roundTrips, steps } = await query.explain();
  console.log(`${title}: ${strategy}, ${rows} rows in ${roundTrips} round trip`);
  for (const { what, estimated, probed } of steps) console.log(`  ${what}: ${estimated}, probed ${probed ?? 'none'}`);
}

// many fit: read the order's own index from its end, until there are ten
await show('common', Job.query().where({ status: 'done' }).orderBy({ priority: 'desc' }).limit(10));
// few fit: read these, and sort them
await show('rare', Job.query().where({ status: 'failed' }).orderBy({ priority: 'desc' }).limit(10));
// two conditions: read the smaller one, probe the other
await show('both', Job.query().where({ status: 'failed', priority: { lt: 50 } }));

// Output:
// common: walk, 10 rows in 1 round trip
//   {app}:Job#eq:status:done: 1000, probed 16
// rare: drive and sort, 4 rows in 1 round trip
//   {app}:Job#eq:status:failed: 4, probed none
// both: drive, 4 rows in 1 round trip
//   and: 4, probed none
//   {app}:Job#eq:status:failed: 4, probed none
//   {app}:Job#by:priority "- .. (50": 1000, probed 4
