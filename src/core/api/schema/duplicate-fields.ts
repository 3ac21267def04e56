/** A cursor over JSON text known to be well formed. */
interface Cursor {
  readonly text: string;
  at: number;
}

/** Paths such as `metadata.name` of keys that appear again within one object, in the order met. The text must be well-formed JSON. */
export function duplicateFields(text: string): string[] {
  const found: string[] = [];
  visitValue({ text, at: 0 }, "", found);
  return found;
}

function visitValue(cursor: Cursor, path: string, found: string[]): void {
  skipSpace(cursor);
  const start = cursor.text.charAt(cursor.at);
  if (start === "{") visitObject(cursor, path, found);
  else if (start === "[") visitArray(cursor, path, found);
  else if (start === '"') readString(cursor);
  else
    while (cursor.at < cursor.text.length && !/[\s,\]}]/.test(cursor.text.charAt(cursor.at)))
      cursor.at++;
  skipSpace(cursor);
}

function visitObject(cursor: Cursor, path: string, found: string[]): void {
  const seen = new Set<string>();
  cursor.at++;
  skipSpace(cursor);
  while (cursor.at < cursor.text.length && cursor.text.charAt(cursor.at) !== "}") {
    const key = readString(cursor);
    const keyPath = path === "" ? key : `${path}.${key}`;
    if (seen.has(key)) found.push(keyPath);
    seen.add(key);
    skipPast(cursor, ":");
    visitValue(cursor, keyPath, found);
    skipPast(cursor, ",");
  }
  cursor.at++;
}

function visitArray(cursor: Cursor, path: string, found: string[]): void {
  cursor.at++;
  skipSpace(cursor);
  for (let i = 0; cursor.at < cursor.text.length && cursor.text.charAt(cursor.at) !== "]"; i++) {
    visitValue(cursor, `${path}[${i}]`, found);
    skipPast(cursor, ",");
  }
  cursor.at++;
}

function readString(cursor: Cursor): string {
  const start = cursor.at;
  for (
    cursor.at++;
    cursor.at < cursor.text.length && cursor.text.charAt(cursor.at) !== '"';
    cursor.at++
  ) {
    if (cursor.text.charAt(cursor.at) === "\\") cursor.at++;
  }
  cursor.at++;
  return JSON.parse(cursor.text.slice(start, cursor.at)) as string;
}

function skipPast(cursor: Cursor, sign: string): void {
  skipSpace(cursor);
  if (cursor.text.charAt(cursor.at) === sign) cursor.at++;
  skipSpace(cursor);
}

function skipSpace(cursor: Cursor): void {
  while (/\s/.test(cursor.text.charAt(cursor.at))) cursor.at++;
}
