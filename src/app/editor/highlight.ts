/** A stretch of one line in one colour. */
export interface Token {
  readonly kind: "key" | "string" | "number" | "comment" | "mark" | "plain";
  readonly text: string;
}

const LINE = /^(\s*)((?:- +)*)([\w./$-]+|"[^"]*"|'[^']*')(:)(?=\s|$)(.*)$/;

/** Colours one line of YAML: keys, values, comments. Good enough for manifests, and never wrong about the text itself. */
export function tokensOf(line: string): readonly Token[] {
  const key = LINE.exec(line);
  if (key) {
    const [, space = "", dashes = "", name = "", colon = "", rest = ""] = key;
    return [
      { kind: "plain", text: space },
      { kind: "mark", text: dashes },
      { kind: "key", text: name + colon },
      ...valueTokens(rest),
    ];
  }
  const item = /^(\s*(?:- +)*-?)(.*)$/.exec(line);
  return [{ kind: "mark", text: item?.[1] ?? "" }, ...valueTokens(item?.[2] ?? "")];
}

function valueTokens(text: string): readonly Token[] {
  const comment = /(^|\s)#.*$/.exec(text);
  const value = comment ? text.slice(0, comment.index) : text;
  const kind = valueKind(value.trim());
  return [
    { kind, text: value },
    { kind: "comment", text: text.slice(value.length) },
  ];
}

function valueKind(value: string): Token["kind"] {
  if (value === "" || /^(---|\.\.\.|[|>][+-]?|[[\]{},])$/.test(value)) return "mark";
  if (/^-?\d+(\.\d+)?$|^(true|false|null|~)$/.test(value)) return "number";
  return "string";
}
