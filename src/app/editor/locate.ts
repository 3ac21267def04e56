import type { Diagnostic } from "./diagnostic.ts";
export function locateRefusal(_message: string, _text: string): readonly Diagnostic[] { return []; }
