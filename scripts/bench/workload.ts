// The data of the benchmark: deterministic, the same in every language.

/** mulberry32: small, fast, the same everywhere. */
class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = ((t + Math.imul(t ^ (t >>> 7), 61 | t)) | 0) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  }

  below(n: number): number {
    return this.next() % n;
  }
}

const FIRST =
  'Ada Boris Carla Dmitri Elena Farid Greta Hugo Ines Jonas Katya Liam Mona Nils Olga Pavel Quinn Rosa Sven Tara'.split(
    ' ',
  );
const LAST =
  'Abbott Bishop Carver Dalton Eklund Fischer Gorman Holm Ivanov Jansen Kowalski Lindgren Moreau Novak Olsen Petrov Quist Ricci Schmidt Tanaka'.split(
    ' ',
  );
const SYLLABLES = ['bdfgklmnprtvz', 'aou', 'bdgkmnpt', 'aou', 'kmpt'];

function word(k: number): string {
  let rest = (k * 7) % 3744;
  return SYLLABLES.map((letters) => {
    const letter = letters[rest % letters.length]!;
    rest = Math.floor(rest / letters.length);
    return letter;
  }).join('');
}

export const VOCABULARY = Array.from({ length: 400 }, (_, k) => word(k));

export interface UserInput {
  readonly email: string;
  readonly name: string;
  readonly age: number;
  readonly city: string;
  /** seconds since 1970 */
  readonly created: number;
  readonly bio: string;
}

/** Users with unique email and time of creation, age 18 to 67, each of 100 cities exactly 1%, a bio of 12 words. */
export function* users(count = 10_000, seed = 12_345): Generator<UserInput> {
  const random = new Random(seed);
  for (let i = 0; i < count; i++) {
    const first = FIRST[random.below(20)]!;
    const last = LAST[random.below(20)]!;
    const age = 18 + random.below(50);
    const bio = Array.from({ length: 12 }, () => VOCABULARY[random.below(400)]!).join(' ');
    const created = 1_700_000_000 + ((i * 7919) % 10_007) * 60;
    yield {
      email: `user${i}@example${i % 37}.com`,
      name: `${first} ${last} ${i}`,
      age,
      city: `city${String(i % 100).padStart(2, '0')}`,
      created,
      bio,
    };
  }
}
