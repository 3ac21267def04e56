import { assert } from "#core/base/assert.ts";

/** A QR code: dark modules by row. */
export type QrCode = readonly (readonly boolean[])[];

/** Of ISO/IEC 18004, level L: error correction bytes in a block, and blocks, by version. */
const CHECK_BYTES = [
  7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26,
  28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
] as const;
const BLOCKS = [
  1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15,
  16, 17, 18, 19, 19, 20, 21, 22, 24, 25,
] as const;
const LAST_VERSION = 40;
const BYTE_MODE = 4;
const LEVEL_L = 1;
const PADDING = [0xec, 0x11] as const;
const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** The smallest QR code (byte mode, level L) that holds this text; undefined when none does. Models ISO/IEC 18004. */
export function qrCode(text: string): QrCode | undefined {
  const bytes = new TextEncoder().encode(text);
  for (let version = 1; version <= LAST_VERSION; version += 1) {
    const room = dataBytes(version);
    const bits = 4 + lengthBits(version) + bytes.length * 8;
    if (bits > room * 8) continue;
    const drawn = new Drawing(version);
    drawn.data(withChecks(packed(bytes, version, room), version));
    return drawn.masked();
  }
  return undefined;
}

function lengthBits(version: number): number {
  return version < 10 ? 8 : 16;
}

/** Modules that hold data and checks, before they are cut into bytes. */
function rawModules(version: number): number {
  const align = version < 2 ? 0 : Math.floor(version / 7) + 2;
  const plain = (16 * version + 128) * version + 64;
  const forAlign = align === 0 ? 0 : (25 * align - 10) * align - 55;
  return plain - forAlign - (version >= 7 ? 36 : 0);
}

function dataBytes(version: number): number {
  return Math.floor(rawModules(version) / 8) - at(CHECK_BYTES, version) * at(BLOCKS, version);
}

function at(table: readonly number[], version: number): number {
  const value = table[version - 1];
  assert(value !== undefined, "a QR version is in the tables");
  return value;
}

function packed(bytes: Uint8Array, version: number, room: number): Uint8Array {
  const out = new Uint8Array(room);
  let place = 0;
  const put = (value: number, bits: number) => {
    for (let bit = bits - 1; bit >= 0; bit -= 1, place += 1)
      if ((value >>> bit) & 1) out[place >>> 3] = (out[place >>> 3] ?? 0) | (0x80 >>> (place & 7));
  };
  put(BYTE_MODE, 4);
  put(bytes.length, lengthBits(version));
  for (const byte of bytes) put(byte, 8);
  const end = Math.ceil(Math.min(room * 8, place + 4) / 8);
  for (let i = end; i < room; i += 1) out[i] = PADDING[(i - end) % 2] ?? 0;
  return out;
}

/** Cuts the data into blocks, adds each one's check bytes, and interleaves them. */
function withChecks(data: Uint8Array, version: number): Uint8Array {
  const blocks = at(BLOCKS, version);
  const checks = at(CHECK_BYTES, version);
  const total = Math.floor(rawModules(version) / 8);
  const short = Math.floor(total / blocks) - checks;
  const shortBlocks = blocks - (total % blocks);
  const divisor = generator(checks);
  const parts: Uint8Array[] = [];
  for (let block = 0, from = 0; block < blocks; block += 1) {
    const length = short + (block < shortBlocks ? 0 : 1);
    parts.push(data.subarray(from, from + length));
    from += length;
  }
  const out: number[] = [];
  for (let i = 0; i <= short; i += 1)
    for (const part of parts) if (i < part.length) out.push(part[i] ?? 0);
  const remainders = parts.map((part) => remainder(part, divisor));
  for (let i = 0; i < checks; i += 1) for (const each of remainders) out.push(each[i] ?? 0);
  return Uint8Array.from(out);
}

/** In the field of 256 elements of the standard (0x11d). */
function times(x: number, y: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((y >>> bit) & 1) * x;
  }
  return product;
}

function generator(degree: number): Uint8Array {
  const out = new Uint8Array(degree);
  out[degree - 1] = 1;
  for (let i = 0, root = 1; i < degree; i += 1, root = times(root, 2))
    for (let j = 0; j < degree; j += 1) out[j] = times(out[j] ?? 0, root) ^ (out[j + 1] ?? 0);
  return out;
}

function remainder(data: Uint8Array, divisor: Uint8Array): Uint8Array {
  const out = new Uint8Array(divisor.length);
  for (const byte of data) {
    const factor = byte ^ (out[0] ?? 0);
    out.copyWithin(0, 1);
    out[out.length - 1] = 0;
    for (let i = 0; i < out.length; i += 1) out[i] = (out[i] ?? 0) ^ times(divisor[i] ?? 0, factor);
  }
  return out;
}

/** The square as it is drawn: what belongs to the code itself is not masked. */
class Drawing {
  private readonly size: number;
  private readonly version: number;
  private readonly dark: boolean[][];
  private readonly own: boolean[][];

  constructor(version: number) {
    this.version = version;
    this.size = version * 4 + 17;
    const square = () =>
      Array.from({ length: this.size }, () => new Array<boolean>(this.size).fill(false));
    this.dark = square();
    this.own = square();
    this.patterns();
  }

  /** Winds the bytes up and down through what is free, from the right. */
  data(bytes: Uint8Array): void {
    let bit = 0;
    for (let right = this.size - 1; right >= 1; right -= 2) {
      if (right === 6) right = 5;
      for (let step = 0; step < this.size; step += 1)
        for (const x of [right, right - 1]) {
          const isUp = ((right + 1) & 2) === 0;
          const y = isUp ? this.size - 1 - step : step;
          if (this.isOwn(x, y) || bit >= bytes.length * 8) continue;
          const isDark = (((bytes[bit >>> 3] ?? 0) >>> (7 - (bit & 7))) & 1) === 1;
          this.paint(x, y, isDark);
          bit += 1;
        }
    }
  }

  /** With the mask that disturbs a reader least. */
  masked(): QrCode {
    const tried = MASKS.map((mask, index) => {
      this.format(index);
      const rows = this.dark.map((row, y) =>
        row.map((isDark, x) => (this.isOwn(x, y) ? isDark : isDark !== mask(x, y))),
      );
      return { rows, penalty: penaltyOf(rows) };
    });
    const [first, ...others] = tried;
    assert(first !== undefined, "there are masks");
    return others.reduce((best, each) => (each.penalty < best.penalty ? each : best), first).rows;
  }

  private patterns(): void {
    const { size, version } = this;
    for (let i = 0; i < size; i += 1) {
      this.set(6, i, i % 2 === 0);
      this.set(i, 6, i % 2 === 0);
    }
    for (const [x, y] of [
      [3, 3],
      [size - 4, 3],
      [3, size - 4],
    ] as const)
      this.rings(x, y, 4);
    const places = alignments(version, size);
    const last = places.length - 1;
    for (const [i, x] of places.entries())
      for (const [j, y] of places.entries()) {
        const isCorner = (i === 0 && (j === 0 || j === last)) || (i === last && j === 0);
        if (!isCorner) this.rings(x, y, 2);
      }
    this.format(0);
    if (version >= 7) this.versionBits();
  }

  /** Rings around a middle: dark but for the second one from the inside, and a light rim around the large ones. */
  private rings(middleX: number, middleY: number, reach: 2 | 4): void {
    for (let dy = -reach; dy <= reach; dy += 1)
      for (let dx = -reach; dx <= reach; dx += 1) {
        const ring = Math.max(Math.abs(dx), Math.abs(dy));
        const isDark = reach === 2 ? ring !== 1 : ring !== 2 && ring !== 4;
        this.set(middleX + dx, middleY + dy, isDark);
      }
  }

  private format(mask: number): void {
    const { size } = this;
    const told = (LEVEL_L << 3) | mask;
    const bits = ((told << 10) | checkBits(told, 10, 0x537)) ^ 0x5412;
    const isDark = (i: number) => ((bits >>> i) & 1) === 1;
    for (let i = 0; i <= 5; i += 1) this.set(8, i, isDark(i));
    this.set(8, 7, isDark(6));
    this.set(8, 8, isDark(7));
    this.set(7, 8, isDark(8));
    for (let i = 9; i < 15; i += 1) this.set(14 - i, 8, isDark(i));
    for (let i = 0; i < 8; i += 1) this.set(size - 1 - i, 8, isDark(i));
    for (let i = 8; i < 15; i += 1) this.set(8, size - 15 + i, isDark(i));
    this.set(8, size - 8, true);
  }

  private versionBits(): void {
    const bits = (this.version << 12) | checkBits(this.version, 12, 0x1f25);
    for (let i = 0; i < 18; i += 1) {
      const isDark = ((bits >>> i) & 1) === 1;
      const a = this.size - 11 + (i % 3);
      const b = Math.floor(i / 3);
      this.set(a, b, isDark);
      this.set(b, a, isDark);
    }
  }

  private set(x: number, y: number, isDark: boolean): void {
    const row = this.own[y];
    if (!row || x < 0 || x >= this.size) return;
    row[x] = true;
    this.paint(x, y, isDark);
  }

  private paint(x: number, y: number, isDark: boolean): void {
    const row = this.dark[y];
    if (row) row[x] = isDark;
  }

  private isOwn(x: number, y: number): boolean {
    return this.own[y]?.[x] === true;
  }
}

function checkBits(value: number, length: number, polynomial: number): number {
  let rest = value;
  for (let i = 0; i < length; i += 1) rest = (rest << 1) ^ ((rest >>> (length - 1)) * polynomial);
  return rest;
}

function alignments(version: number, size: number): readonly number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.floor((version * 8 + count * 3 + 5) / (count * 4 - 4)) * 2;
  const rest = Array.from({ length: count - 1 }, (_, i) => size - 7 - i * step).reverse();
  return [6, ...rest];
}

/** How much a pattern looks like what a reader searches for: long runs, squares, false corners, too much of one colour. */
function penaltyOf(rows: QrCode): number {
  const size = rows.length;
  const columns = rows.map((_row, x) => rows.map((row) => row[x] === true));
  let penalty = 0;
  for (const line of [...rows, ...columns]) penalty += penaltyOfLine(line);
  for (let y = 0; y + 1 < size; y += 1)
    for (let x = 0; x + 1 < size; x += 1) {
      const here = rows[y]?.[x];
      const isSquare =
        here === rows[y]?.[x + 1] && here === rows[y + 1]?.[x] && here === rows[y + 1]?.[x + 1];
      if (isSquare) penalty += 3;
    }
  const dark = rows.flat().filter(Boolean).length;
  return penalty + Math.floor(Math.abs(dark * 20 - size * size * 10) / (size * size)) * 10;
}

const FALSE_CORNER = /(?=10111010000|00001011101)/g;

function penaltyOfLine(line: readonly boolean[]): number {
  const text = line.map((isDark) => (isDark ? "1" : "0")).join("");
  const runs = text.match(/1{5,}|0{5,}/g) ?? [];
  const long = runs.reduce((sum, run) => sum + run.length - 2, 0);
  return long + (text.match(FALSE_CORNER)?.length ?? 0) * 40;
}
