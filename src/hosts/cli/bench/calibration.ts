import { fnv1a } from "#core/base/hash.ts";
import { timed } from "./figure.ts";

const ROUNDS = 3;
const OBJECTS = 300_000;

/** Time in ms of a fixed amount of work like the core's own: small objects, maps, text, hashing. The best of three rounds. */
export function calibrate(): number {
  const times = Array.from({ length: ROUNDS }, () => timed(work).ms);
  return Math.min(...times);
}

function work(): number {
  const seen = new Map<
    string,
    { readonly name: string; readonly labels: Readonly<Record<string, string>> }
  >();
  let hash = 1;
  for (let i = 0; i < OBJECTS; i++) {
    const name = `pod-${i % 4096}`;
    const before = seen.get(name);
    const labels = { ...before?.labels, app: name, [`l${i % 7}`]: String(i) };
    seen.set(name, Object.freeze({ name, labels }));
    hash = fnv1a(name, hash);
  }
  return hash + seen.size;
}
