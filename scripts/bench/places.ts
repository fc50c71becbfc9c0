// The nearest twenty of many places, beside GEOSEARCH and their rows by hand. npm run bench places [how many]
import type { Redis } from 'ioredis';
import { type Auto, Database, Entity, Field, type Geo, GeoIndex, Model } from 'redstart';
import { separate } from './cores.js';
import { ratio } from './toolkit/figure.js';

const BATCH = 10_000;
const EARTH = 6_372_797;

@Entity('Spot')
class Spot extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @GeoIndex() @Field.geo() at!: Geo;
}

let seed = 7;
function random(): number {
  seed = (seed * 48271) % 2147483647;
  return seed / 2147483647;
}
const anywhere = (): Geo => ({ longitude: random() * 360 - 180, latitude: random() * 120 - 60 });

/** By hand with a radius that has about twice as many places in it as are asked for. */
const BY_HAND = `
local found = redis.call('GEOSEARCH', KEYS[1], 'FROMLONLAT', ARGV[1], ARGV[2], 'BYRADIUS', ARGV[3], 'm', 'ASC', 'COUNT', 20)
for i = 1, #found do found[i] = redis.call('HMGET', KEYS[2] .. string.sub(found[i], 2), 'name', 'at') end
return found`;

/** Print how fast the nearest twenty of so many places come. */
export async function benchPlaces(size: number): Promise<void> {
  await using db = await Database.embedded({ models: [Spot] });
  const redis = db.redis as Redis;
  await separate(redis);
  for (let at = 0; at < size; at += BATCH)
    await Spot.insertMany(Array.from({ length: BATCH }, (_, k) => ({ name: `spot ${at + k}`, at: anywhere() })));
  const from = Array.from({ length: 300 }, anywhere);
  // of a sphere what lies between 60 degrees south and north
  const area = 4 * Math.PI * EARTH ** 2 * Math.sin(Math.PI / 3);
  const radius = Math.sqrt((40 * area) / size / Math.PI);
  const sha = (await redis.script('LOAD', BY_HAND)) as string;
  const place = (i: number) => from[i % from.length]!;
  const ours = (i: number) =>
    Spot.query()
      .orderBy((spot) => [spot.at.distanceTo(place(i)).asc()])
      .limit(20)
      .all();
  const byHand = (i: number) => {
    const { longitude, latitude } = place(i);
    return redis.evalsha(sha, 2, '{app}:Spot#geo:at', '{app}:Spot:', longitude, latitude, radius);
  };
  const found = await ratio(ours, byHand, { count: 100 });
  console.log(`the nearest 20 of ${size} places, beside GEOSEARCH by hand: ${found.toFixed(2)}   target 0.70`);
}
