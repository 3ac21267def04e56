/** What people type first, most usual first. */
const USUAL = [
  "get",
  "describe",
  "scale",
  "set",
  "rollout",
  "logs",
  "delete",
  "apply",
  "create",
  "run",
  "expose",
  "exec",
  "top",
  "explain",
];

/** Candidates for the first word after kubectl, the usual ones before all others: who cannot type long lines finds them without searching. */
export function usualFirst(candidates: readonly string[]): readonly string[] {
  const usual = USUAL.filter((verb) => candidates.includes(verb));
  return [...usual, ...candidates.filter((verb) => !USUAL.includes(verb))];
}
