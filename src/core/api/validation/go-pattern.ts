/** Named groups and flags that Go writes otherwise. */
function asJavaScript(pattern: string): { readonly source: string; readonly flags: string } {
  const flags = /^\(\?([ims]+)\)/.exec(pattern);
  const body = flags ? pattern.slice(flags[0].length) : pattern;
  const source = body
    .replaceAll("(?P<", "(?<")
    .replaceAll("\\z", "$")
    .replaceAll("\\A", "^")
    .replaceAll("[[:alnum:]]", "[0-9A-Za-z]")
    .replaceAll("[[:alpha:]]", "[A-Za-z]")
    .replaceAll("[[:digit:]]", "[0-9]")
    .replaceAll("[[:space:]]", "\\s");
  return { source, flags: flags?.[1] ?? "" };
}

const compiled = new Map<string, RegExp | undefined>();
const MAX_COMPILED = 500;

/** The expression behind a pattern of a custom resource's schema, or undefined when it is none. Models Go's regexp for what schemas use of it. */
export function goPattern(pattern: string): RegExp | undefined {
  if (compiled.has(pattern)) return compiled.get(pattern);
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  const expression = compile(pattern);
  compiled.set(pattern, expression);
  return expression;
}

/** Whether a pattern can be read. */
export function isGoPattern(pattern: string): boolean {
  return goPattern(pattern) !== undefined;
}

function compile(pattern: string): RegExp | undefined {
  const { source, flags } = asJavaScript(pattern);
  try {
    return new RegExp(source, flags);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
