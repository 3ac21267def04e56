import type { KubeObject } from "#core/api/meta.ts";
import { createObject, onlyName } from "../create-object.ts";
import { defineCommand, type Invocation } from "../command.ts";
import { failure } from "../failure.ts";
import { GENERATOR_FLAGS } from "../generator-flags.ts";
import { bindingSubjects, SUBJECT_FLAGS } from "../subjects.ts";

const GROUP = "rbac.authorization.k8s.io";

export const createRoleBinding = defineCommand({
  name: "rolebinding",
  flags: [
    ...GENERATOR_FLAGS,
    { name: "clusterrole", type: "text" },
    { name: "role", type: "text" },
    ...SUBJECT_FLAGS,
  ],
  *run(invocation) {
    const name = onlyName(invocation);
    const [clusterRole, role] = [
      invocation.flags.text("clusterrole"),
      invocation.flags.text("role"),
    ];
    if ((clusterRole === "") === (role === ""))
      throw failure("exactly one of clusterrole or role must be specified");
    const kind = role === "" ? "ClusterRole" : "Role";
    yield* createObject(invocation, {
      type: `rolebindings.${GROUP}`,
      object: bindingOf(invocation, {
        kind: "RoleBinding",
        name,
        role: { kind, name: clusterRole + role },
      }),
      fieldManager: "kubectl-create",
      did: "created",
      failing: "rolebinding",
    });
  },
});

export const createClusterRoleBinding = defineCommand({
  name: "clusterrolebinding",
  flags: [...GENERATOR_FLAGS, { name: "clusterrole", type: "text" }, ...SUBJECT_FLAGS],
  requiredFlags: ["clusterrole"],
  *run(invocation) {
    const role = { kind: "ClusterRole", name: invocation.flags.text("clusterrole") };
    yield* createObject(invocation, {
      type: `clusterrolebindings.${GROUP}`,
      object: bindingOf(invocation, {
        kind: "ClusterRoleBinding",
        name: onlyName(invocation),
        role,
      }),
      fieldManager: "kubectl-create",
      did: "created",
      failing: "clusterrolebinding",
    });
  },
});

function bindingOf(
  { flags }: Invocation,
  {
    kind,
    name,
    role,
  }: {
    readonly kind: string;
    readonly name: string;
    readonly role: { readonly kind: string; readonly name: string };
  },
): KubeObject {
  const subjects = bindingSubjects({ flags });
  const object = {
    apiVersion: `${GROUP}/v1`,
    kind,
    metadata: { name },
    roleRef: { apiGroup: GROUP, ...role },
    ...(subjects.length > 0 && { subjects }),
  };
  return object as unknown as KubeObject;
}
