/**
 * Maps and sets that a state has in common with its copies. Whoever wants to write into one takes a copy of it first, so that copying a whole
 * state costs no more than what changes afterwards.
 */
export class Sharing {
  private readonly shared = new WeakSet<object>();

  /** Copies the map, and has what it holds in common from now on. */
  copyOf<Key, Value extends object>(map: ReadonlyMap<Key, Value>): Map<Key, Value> {
    for (const value of map.values()) this.shared.add(value);
    return new Map(map);
  }

  /** What stands under a key, to be written into: copied first where it is had in common, made where there is none. */
  own<Key, Value extends object>(
    values: Map<Key, Value>,
    key: Key,
    copy: (value: Value | undefined) => Value,
  ): Value {
    const value = values.get(key);
    if (value && !this.shared.has(value)) return value;
    const own = copy(value);
    values.set(key, own);
    return own;
  }

  ownMap<Key, Name, Value>(maps: Map<Key, Map<Name, Value>>, key: Key): Map<Name, Value> {
    return this.own(maps, key, (map) => new Map(map));
  }

  ownSet<Key, Value>(sets: Map<Key, Set<Value>>, key: Key): Set<Value> {
    return this.own(sets, key, (set) => new Set(set));
  }
}
