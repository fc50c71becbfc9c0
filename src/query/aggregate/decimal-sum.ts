/** A decimal number: whole digits, and how many of them stand behind the point. */
export interface Decimal {
  readonly digits: bigint;
  readonly places: number;
}

const power = (places: number): bigint => 10n ** BigInt(places);

/** Decimals of different places, added up without loss. */
export class DecimalSum {
  private digits = 0n;
  private places = 0;

  add({ digits, places }: Decimal): void {
    if (places > this.places) {
      this.digits *= power(places - this.places);
      this.places = places;
    }
    this.digits += digits * power(this.places - places);
  }

  get value(): Decimal {
    return { digits: this.digits, places: this.places };
  }
}

/** The numeral of a decimal, with as many places. */
export function numeralOf({ digits, places }: Decimal): `${number}` {
  const sign = digits < 0n ? '-' : '';
  const text = String(digits < 0n ? -digits : digits).padStart(places + 1, '0');
  const whole = text.slice(0, text.length - places);
  return `${sign}${whole}${places > 0 ? `.${text.slice(-places)}` : ''}` as `${number}`;
}

/** Places that an average has beyond those of its values. */
const FURTHER = 6;

/** A decimal divided by a count, rounded half away from zero, without zeros at its end. */
export function divide({ digits, places }: Decimal, count: number): Decimal {
  const scaled = digits * power(FURTHER) * 2n;
  const by = BigInt(count) * 2n;
  const half = scaled < 0n ? -BigInt(count) : BigInt(count);
  let quotient = (scaled + half) / by;
  let rest = places + FURTHER;
  while (rest > 0 && quotient % 10n === 0n) {
    quotient /= 10n;
    rest--;
  }
  return { digits: quotient, places: rest };
}
