type Json = Readonly<Record<string, unknown>>;

const REMOVED_METADATA = ["creationTimestamp", "resourceVersion", "selfLink", "uid"];

/** Uids stand in labels and texts, too. */
const UID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** An answer without what differs between any two clusters: uids, times of creation, versions; managedFields too unless they are what is compared. */
export function normalised(
  answer: unknown,
  { keepsManagedFields }: { readonly keepsManagedFields: boolean },
): unknown {
  if (Array.isArray(answer)) return answer.map((each) => normalised(each, { keepsManagedFields }));
  if (typeof answer === "string") return answer.replace(UID, "<uid>");
  if (!isMap(answer)) return answer;
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(answer)) {
    const isMeta = (key === "metadata" && isMap(value)) || undefined;
    const isDetails = key === "details" && isMap(value) && answer["kind"] === "Status";
    // Rows of a Table were recorded without them.
    if (key === "rows") {
      copy[key] = normalised(value, { keepsManagedFields: false });
      continue;
    }
    // The recordings show a time in every entry, also where the server left it out.
    if (key === "managedFields" && Array.isArray(value)) {
      copy[key] = value.map((entry: Json) => ({ ...entry, time: "<time>" }));
      continue;
    }
    const part = isMeta
      ? withoutKeys(value as Json, removedFrom(keepsManagedFields))
      : isDetails
        ? withoutKeys(value, ["uid"])
        : value;
    copy[key] =
      key === "lastPhaseTransitionTime" ? "<time>" : normalised(part, { keepsManagedFields });
  }
  return copy;
}

function removedFrom(keepsManagedFields: boolean): readonly string[] {
  return keepsManagedFields ? REMOVED_METADATA : [...REMOVED_METADATA, "managedFields"];
}

function withoutKeys(value: Json, keys: readonly string[]): Json {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

function isMap(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
