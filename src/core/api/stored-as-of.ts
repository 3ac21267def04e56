import { apiVersionOf } from "./define.ts";
import { kinds } from "./kinds/index.ts";
import { customStoredAs } from "./stored-as.ts";

const storedAsByGroup = new Map(
  kinds.map(({ group, kind, storedAs }) => [customStoredAs(group, kind), storedAs]),
);
/** Of the versions served, looked up without putting a text together: every owner of every pod is asked for. */
const storedAsByVersion = new Map(
  kinds.map((each) => [
    apiVersionOf(each),
    new Map(
      kinds
        .filter((other) => apiVersionOf(other) === apiVersionOf(each))
        .map(({ kind, storedAs }) => [kind, storedAs]),
    ),
  ]),
);

/** What an object of this type is stored as, whether its kind is built in, defined, or not known at all. */
export function storedAsOf({
  apiVersion,
  kind,
}: {
  readonly apiVersion: string;
  readonly kind: string;
}): string {
  const known = storedAsByVersion.get(apiVersion)?.get(kind);
  if (known !== undefined) return known;
  const slash = apiVersion.indexOf("/");
  const name = customStoredAs(slash < 0 ? "" : apiVersion.slice(0, slash), kind);
  return storedAsByGroup.get(name) ?? name;
}
