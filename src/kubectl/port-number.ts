import { failure } from "./failure.ts";

/** A port as a number; what is none is refused in Go's words. */
export function portNumber(text: string): number {
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  throw failure(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
}
