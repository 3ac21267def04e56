const LIMIT = 2_000;

/** The same pure function of a text with its answers remembered, which changes nothing but speed. Callers share the answers: they must be frozen or scalars. */
export function rememberByText<T>(compute: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const remembered = known.get(text);
    if (remembered !== undefined) return remembered;
    const answer = compute(text);
    if (known.size >= LIMIT) known.clear();
    known.set(text, answer);
    return answer;
  };
}

/**
 * The same pure function of a frozen value with its answers remembered for as long as the value lives, which changes nothing but speed.
 * What is not frozen may change, and is worked out each time. Callers share the answers: they must be frozen or scalars.
 */
export function rememberByIdentity<Value extends object, Answer extends object | string | number>(
  compute: (value: Value) => Answer,
): (value: Value) => Answer {
  const known = new WeakMap<Value, Answer>();
  return (value) => {
    const remembered = known.get(value);
    if (remembered !== undefined) return remembered;
    const answer = compute(value);
    if (Object.isFrozen(value)) known.set(value, answer);
    return answer;
  };
}
