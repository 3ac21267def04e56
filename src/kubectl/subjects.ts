import type { Invocation } from "./command.ts";
import { failure } from "./failure.ts";
import type { FlagSpec } from "./flags.ts";

const GROUP = "rbac.authorization.k8s.io";

/** Flags that say whom a binding is about. */
export const SUBJECT_FLAGS: readonly FlagSpec[] = [
  { name: "user", type: "list" },
  { name: "group", type: "list" },
  { name: "serviceaccount", type: "list" },
];

/** One subject of a binding. */
export interface BindingSubject {
  readonly kind: string;
  readonly name: string;
  readonly apiGroup?: string;
  readonly namespace?: string;
}

/** Users, then groups, then service accounts. Models create_rolebinding.go. */
export function bindingSubjects({ flags }: Pick<Invocation, "flags">): readonly BindingSubject[] {
  const named = (flag: string, kind: string) =>
    flags.list(flag).map((name) => ({ apiGroup: GROUP, kind, name }));
  const accounts = flags.list("serviceaccount").map((text) => {
    const [namespace = "", name = "", ...rest] = text.split(":");
    if (namespace === "" || name === "" || rest.length > 0)
      throw failure("serviceaccount must be <namespace>:<name>");
    return { kind: "ServiceAccount", name, namespace };
  });
  return [...named("user", "User"), ...named("group", "Group"), ...accounts];
}
