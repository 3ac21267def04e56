import { fnv1a, NAME_ALPHABET } from "#core/base/hash.ts";

/** The state of one stream: four 32-bit words. Plain data, changed in place by every draw. */
export type RandomState = [number, number, number, number];

/** A deterministic stream of random numbers. The same seed and name give the same numbers everywhere. */
export class Random {
  private readonly state: RandomState;

  constructor(state: RandomState) {
    this.state = state;
  }

  /** An integer, 0 up to 2^32 - 1. Algorithm: sfc32. */
  nextUint32(): number {
    const s = this.state;
    const sum = (((s[0] + s[1]) >>> 0) + s[3]) >>> 0;
    s[3] = (s[3] + 1) >>> 0;
    s[0] = (s[1] ^ (s[1] >>> 9)) >>> 0;
    s[1] = (s[2] + (s[2] << 3)) >>> 0;
    s[2] = (((s[2] << 21) | (s[2] >>> 11)) + sum) >>> 0;
    return sum;
  }

  /** A number in [0, 1). */
  nextFloat(): number {
    return this.nextUint32() / 0x1_0000_0000;
  }

  /** An integer in [0, bound). `bound` must be positive. */
  nextInt(bound: number): number {
    return Math.floor(this.nextFloat() * bound);
  }

  /** A number in [low, high). */
  nextBetween({ low, high }: { low: number; high: number }): number {
    return low + (high - low) * this.nextFloat();
  }

  /** One of the items; the list must not be empty. */
  pick<T>(items: readonly T[]): T {
    return items[this.nextInt(items.length)] as T;
  }

  /** A name suffix such as `x7k2p`. Models apimachinery rand.String. */
  nextName(length: number): string {
    let name = "";
    for (let i = 0; i < length; i++) name += NAME_ALPHABET[this.nextInt(NAME_ALPHABET.length)];
    return name;
  }

  /** So many times eight hexadecimal digits. */
  nextHex(words: number): string {
    const codes = new Array<number>(8 * words);
    for (let i = 0; i < words; i++) putHex(codes, 8 * i, this.nextUint32());
    return String.fromCharCode(...codes);
  }

  /** A version 4 UUID, lower case. */
  nextUuid(): string {
    for (let i = 0; i < 4; i++) putHex(HEX_CODES, 8 * i, this.nextUint32());
    HEX_CODES[12] = DIGIT_CODES[4] as number;
    HEX_CODES[16] = DIGIT_CODES[8 + this.nextInt(4)] as number;
    for (let i = 0; i < UUID_PLACES.length; i++)
      UUID_CODES[UUID_PLACES[i] as number] = HEX_CODES[i] as number;
    return String.fromCharCode(...UUID_CODES);
  }
}

const DIGIT_CODES: readonly number[] = [..."0123456789abcdef"].map((digit) => digit.charCodeAt(0));
/** Where the 32 digits of a UUID stand, between its dashes. */
const UUID_PLACES: readonly number[] = Array.from({ length: 36 }, (_, i) => i).filter(
  (i) => ![8, 13, 18, 23].includes(i),
);
/** Written over by every UUID. */
const HEX_CODES = new Array<number>(32).fill(0);
const WORD_CODES = new Array<number>(8).fill(0);
const UUID_CODES = new Array<number>(36).fill("-".charCodeAt(0));

/** Eight hexadecimal digits of an integer, 0 up to 2^32 - 1. */
export function hexWord(word: number): string {
  putHex(WORD_CODES, 0, word);
  return String.fromCharCode(...WORD_CODES);
}

/** Codes instead of texts: a text put together from pieces keeps all of them in memory, and there are tens of thousands. */
function putHex(codes: number[], at: number, word: number): void {
  for (let i = 0; i < 8; i++) codes[at + i] = DIGIT_CODES[(word >>> (28 - 4 * i)) & 15] as number;
}

/** The first state of the stream called `name` under a seed. Streams of other names are not shifted by it. */
export function seedRandom({ seed, name }: { seed: number; name: string }): RandomState {
  const base = fnv1a(`${seed}/${name}`);
  const state: RandomState = [base, fnv1a("b", base), fnv1a("c", base), 1];
  const random = new Random(state);
  for (let i = 0; i < 12; i++) random.nextUint32();
  return state;
}
