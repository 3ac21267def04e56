import { copyFileSync, openSync, readFileSync, writeSync, closeSync } from "node:fs";

/**
 * How `time.now` of the Go runtime ends in the pinned program: it loads what the kernel told (seconds, nanoseconds) and returns it.
 * Behind the return stands code for kernels that share no clock page, which is nowhere used here and makes room for a clock of our own.
 */
const LOADS = "488b442410488b7c2418488b0c244869c900ca9a3b";
const RETURN_AND_ROOM = "4883c4105dc348c7c0e40000000f05bf01000000488d342448c7c0e40000000f05eba3";
const ROOM_AT = 6;
const LOADS_BYTES = 10;

/** A copy of the real kubectl that reads the time of day from a figure of ours; it measures spans of time as ever. Everything else is as it was. */
export class ClockedKubectl {
  readonly path: string;
  private readonly secondsAt: number;

  /** Throws an Error when the program is not the one known here. */
  constructor(original: string, path: string) {
    this.path = path;
    const bytes = readFileSync(original);
    const at = bytes.indexOf(Buffer.from(LOADS, "hex"));
    const end = bytes.indexOf(Buffer.from(RETURN_AND_ROOM, "hex"), at);
    if (at < 0 || end < 0 || end > at + 100)
      throw new Error(`${original} is no kubectl whose clock can be set`);
    const room = end + ROOM_AT;
    copyFileSync(original, path);
    // movabs $seconds,%rax; mov $nanoseconds,%rdi; jmp back
    const jumpBack = jump({ from: room + 17, to: at + LOADS_BYTES });
    this.secondsAt = room + 2;
    write(path, room, [0x48, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0x48, 0xc7, 0xc7, 0, 0, 0, 0]);
    write(path, room + 17, jumpBack);
    write(path, at, jump({ from: at, to: room }));
  }

  /** Sets what the next runs take for the time of day, Unix ms. */
  setNow(epochMs: number): void {
    const seconds = Buffer.alloc(8);
    seconds.writeBigInt64LE(BigInt(Math.floor(epochMs / 1000)));
    write(this.path, this.secondsAt, [...seconds]);
    const nanoseconds = Buffer.alloc(4);
    nanoseconds.writeInt32LE((epochMs % 1000) * 1_000_000);
    write(this.path, this.secondsAt + 11, [...nanoseconds]);
  }
}

function jump({ from, to }: { readonly from: number; readonly to: number }): number[] {
  const distance = Buffer.alloc(4);
  distance.writeInt32LE(to - (from + 5));
  return [0xe9, ...distance];
}

function write(path: string, at: number, bytes: readonly number[]): void {
  const file = openSync(path, "r+");
  try {
    writeSync(file, Uint8Array.from(bytes), 0, bytes.length, at);
  } finally {
    closeSync(file);
  }
}
