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
