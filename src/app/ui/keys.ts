/** The code that browsers give to a key press which an input method takes for itself. */
const TAKEN_BY_INPUT_METHOD = 229;

/** Whether a key press belongs to a syllable being composed. Safari sends the Enter that ends one after the end, and marks it by its code alone. */
export function isComposing(event: {
  readonly isComposing?: boolean;
  readonly keyCode: number;
  readonly nativeEvent?: { readonly isComposing: boolean };
}): boolean {
  return (
    event.isComposing === true ||
    event.nativeEvent?.isComposing === true ||
    event.keyCode === TAKEN_BY_INPUT_METHOD
  );
}

/** The sign of a key. A keyboard left in Korean sends ㅔ for P: that is the same key, and its shortcut has to work. */
export function signOf({ key, code }: { readonly key: string; readonly code?: string }): string {
  const [, latin] = /^[\u3131-\u318e]$/.test(key) ? (/^Key([A-Z])$/.exec(code ?? "") ?? []) : [];
  return latin?.toLowerCase() ?? key;
}
