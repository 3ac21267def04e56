/** A binary min-heap over a plain array, so that its owner can keep the array in a checkpoint. `isLess` must be a strict total order. */
export function heapPush<T>(heap: T[], item: T, isLess: (a: T, b: T) => boolean): void {
  heap.push(item);
  let i = heap.length - 1;
  while (i > 0) {
    const parent = (i - 1) >> 1;
    const above = heap[parent] as T;
    if (!isLess(item, above)) break;
    heap[i] = above;
    i = parent;
  }
  heap[i] = item;
}

/** Removes and returns the least item, or undefined when the heap is empty. */
export function heapPop<T>(heap: T[], isLess: (a: T, b: T) => boolean): T | undefined {
  const least = heap[0];
  const last = heap.pop();
  if (heap.length === 0 || last === undefined) return least;
  let i = 0;
  const half = heap.length >> 1;
  while (i < half) {
    let child = 2 * i + 1;
    const right = child + 1;
    if (right < heap.length && isLess(heap[right] as T, heap[child] as T)) child = right;
    const below = heap[child] as T;
    if (!isLess(below, last)) break;
    heap[i] = below;
    i = child;
  }
  heap[i] = last;
  return least;
}
