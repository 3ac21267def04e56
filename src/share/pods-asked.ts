import type { JournalEntry } from "#protocol/scenario.ts";

/** How many pods the inputs ask for at most at one time, as far as one can tell without running them: the sum of the highest `replicas` of each object. */
export function podsAskedFor(journal: readonly JournalEntry[]): number {
  const highest = new Map<string, number>();
  let total = 0;
  for (const { input } of journal) {
    if (input.type !== "request" || input.request.verb === "delete") continue;
    const { resource, namespace, name, body } = input.request;
    const asked = resource === "pods" ? 1 : replicasIn(body);
    const key = `${resource}/${namespace}/${name || nameIn(body)}`;
    const before = highest.get(key) ?? 0;
    if (asked <= before) continue;
    highest.set(key, asked);
    total += asked - before;
  }
  return total;
}

/** `spec.replicas` of an object or a merge patch, or the value of a JSON patch to that place. */
function replicasIn(body: unknown): number {
  if (Array.isArray(body)) return Math.max(0, ...body.map(replicasInOperation));
  const spec = inside(body, "spec");
  return countOf(inside(spec, "replicas"));
}

function replicasInOperation(operation: unknown): number {
  if (inside(operation, "path") === "/spec/replicas") return countOf(inside(operation, "value"));
  return inside(operation, "path") === "/spec"
    ? countOf(inside(inside(operation, "value"), "replicas"))
    : 0;
}

function countOf(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? Math.max(0, value) : 0;
}

function nameIn(body: unknown): string {
  const name = inside(inside(body, "metadata"), "name");
  return typeof name === "string" ? name : "";
}

function inside(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
