/** The item at the first place belongs before the one at the second. */
type Less<T> = (a: T, b: T) => boolean;

const MAX_INSERTION = 12;
const SHORTEST_NINTHER = 50;
const SHORTEST_SHIFTING = 50;
const MAX_STEPS = 5;
const MAX_SWAPS = 12;

/**
 * A sorted copy in which equal items stand in the order in which a Go program leaves them: its sort is not stable, and people see that order.
 * Models package sort, Sort (pattern-defeating quicksort).
 */
export function goSorted<T>(items: readonly T[], isLess: Less<T>): readonly T[] {
  const sorter = new Sorter([...items], isLess);
  sorter.sort(0, items.length, bitLength(items.length));
  return sorter.items;
}

class Sorter<T> {
  readonly items: T[];
  private readonly isLess: Less<T>;

  constructor(items: T[], isLess: Less<T>) {
    this.items = items;
    this.isLess = isLess;
  }

  sort(from: number, to: number, depth: number): void {
    let [a, b, limit] = [from, to, depth];
    let wasBalanced = true;
    let wasPartitioned = true;
    for (;;) {
      const length = b - a;
      if (length <= MAX_INSERTION) return this.insertionSort(a, b);
      if (limit === 0) return this.heapSort(a, b);
      if (!wasBalanced) {
        this.breakPatterns(a, b);
        limit -= 1;
      }
      let { pivot, hint } = this.choosePivot(a, b);
      if (hint === "decreasing") {
        this.reverse(a, b);
        pivot = b - 1 - (pivot - a);
        hint = "increasing";
      }
      const looksSorted = wasBalanced && wasPartitioned && hint === "increasing";
      if (looksSorted && this.partialInsertionSort(a, b)) return;
      if (a > 0 && !this.less(a - 1, pivot)) {
        a = this.partitionEqual(a, b, pivot);
        continue;
      }
      const { middle, wasDone } = this.partition(a, b, pivot);
      wasPartitioned = wasDone;
      const [left, right] = [middle - a, b - middle];
      wasBalanced = Math.min(left, right) >= Math.floor(length / 8);
      if (left < right) {
        this.sort(a, middle, limit);
        a = middle + 1;
      } else {
        this.sort(middle + 1, b, limit);
        b = middle;
      }
    }
  }

  private less(i: number, j: number): boolean {
    return this.isLess(this.items[i] as T, this.items[j] as T);
  }

  private swap(i: number, j: number): void {
    const kept = this.items[i] as T;
    this.items[i] = this.items[j] as T;
    this.items[j] = kept;
  }

  private insertionSort(a: number, b: number): void {
    for (let i = a + 1; i < b; i++)
      for (let j = i; j > a && this.less(j, j - 1); j--) this.swap(j, j - 1);
  }

  private heapSort(first: number, b: number): void {
    const length = b - first;
    for (let i = Math.floor((length - 1) / 2); i >= 0; i--) this.siftDown(i, length, first);
    for (let i = length - 1; i >= 0; i--) {
      this.swap(first, first + i);
      this.siftDown(0, i, first);
    }
  }

  private siftDown(low: number, high: number, first: number): void {
    for (let root = low; ;) {
      let child = 2 * root + 1;
      if (child >= high) return;
      if (child + 1 < high && this.less(first + child, first + child + 1)) child += 1;
      if (!this.less(first + root, first + child)) return;
      this.swap(first + root, first + child);
      root = child;
    }
  }

  private partition(a: number, b: number, pivot: number): { middle: number; wasDone: boolean } {
    this.swap(a, pivot);
    let [i, j] = [a + 1, b - 1];
    for (let wasDone = true; ; wasDone = false) {
      while (i <= j && this.less(i, a)) i += 1;
      while (i <= j && !this.less(j, a)) j -= 1;
      if (i > j) {
        this.swap(j, a);
        return { middle: j, wasDone };
      }
      this.swap(i, j);
      i += 1;
      j -= 1;
    }
  }

  private partitionEqual(a: number, b: number, pivot: number): number {
    this.swap(a, pivot);
    let [i, j] = [a + 1, b - 1];
    for (;;) {
      while (i <= j && !this.less(a, i)) i += 1;
      while (i <= j && this.less(a, j)) j -= 1;
      if (i > j) return i;
      this.swap(i, j);
      i += 1;
      j -= 1;
    }
  }

  private partialInsertionSort(a: number, b: number): boolean {
    let i = a + 1;
    for (let step = 0; step < MAX_STEPS; step++) {
      while (i < b && !this.less(i, i - 1)) i += 1;
      if (i === b) return true;
      if (b - a < SHORTEST_SHIFTING) return false;
      this.swap(i, i - 1);
      if (i - a >= 2) for (let j = i - 1; j >= 1 && this.less(j, j - 1); j--) this.swap(j, j - 1);
      if (b - i >= 2) for (let j = i + 1; j < b && this.less(j, j - 1); j++) this.swap(j, j - 1);
    }
    return false;
  }

  private breakPatterns(a: number, b: number): void {
    const length = b - a;
    if (length < 8) return;
    let random = BigInt(length);
    const mask = (1n << BigInt(bitLength(length))) - 1n;
    const at = a + Math.floor(length / 4) * 2 - 1;
    for (let i = 0; i < 3; i++) {
      random = BigInt.asUintN(64, random ^ (random << 13n));
      random ^= random >> 7n;
      random = BigInt.asUintN(64, random ^ (random << 17n));
      const other = Number(random & mask);
      this.swap(at + i, a + (other >= length ? other - length : other));
    }
  }

  private choosePivot(
    a: number,
    b: number,
  ): { pivot: number; hint: "decreasing" | "increasing" | "unknown" } {
    const length = b - a;
    const quarter = Math.floor(length / 4);
    const count = { swaps: 0 };
    let [i, j, k] = [a + quarter, a + quarter * 2, a + quarter * 3];
    if (length >= 8) {
      if (length >= SHORTEST_NINTHER)
        [i, j, k] = [i, j, k].map((at) => this.median(at - 1, at, at + 1, count)) as [
          number,
          number,
          number,
        ];
      j = this.median(i, j, k, count);
    }
    const hint =
      count.swaps === 0 ? "increasing" : count.swaps === MAX_SWAPS ? "decreasing" : "unknown";
    return { pivot: j, hint };
  }

  private median(a: number, b: number, c: number, count: { swaps: number }): number {
    const ordered = (x: number, y: number): [number, number] => {
      if (!this.less(y, x)) return [x, y];
      count.swaps += 1;
      return [y, x];
    };
    const [low, middle] = ordered(a, b);
    const [other] = ordered(middle, c);
    return ordered(low, other)[1];
  }

  private reverse(a: number, b: number): void {
    for (let i = a, j = b - 1; i < j; i++, j--) this.swap(i, j);
  }
}

function bitLength(value: number): number {
  return value === 0 ? 0 : Math.floor(Math.log2(value)) + 1;
}
