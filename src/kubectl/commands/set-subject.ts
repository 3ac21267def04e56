import type { KubeObject } from "#core/api/meta.ts";
import { isEqual } from "#core/base/equal.ts";
import { defineCommand } from "../command.ts";
import { failure } from "../failure.ts";
import { listAt } from "../json.ts";
import { bindingSubjects, SUBJECT_FLAGS } from "../subjects.ts";
import { editTargets, patchObjects, TEMPLATE_EDIT_FLAGS } from "../template-edit.ts";

export const setSubject = defineCommand({
  name: "subject",
  flags: [...TEMPLATE_EDIT_FLAGS, ...SUBJECT_FLAGS],
  *run(invocation) {
    const fetched = yield* editTargets(invocation, invocation.args);
    const added = bindingSubjects(invocation);
    if (added.length === 0)
      throw failure("you must specify at least one value of user, group or serviceaccount");
    yield* patchObjects(invocation, fetched, {
      did: "subjects updated",
      change(object, { plural }) {
        if (object.kind !== "RoleBinding" && object.kind !== "ClusterRoleBinding")
          throw failure(
            `${plural}/${object.metadata.name ?? ""} setting subjects is only supported for RoleBinding/ClusterRoleBinding`,
          );
        const before = listAt(object, "subjects");
        const news = added.filter((each) => !before.some((one) => isEqual(one, each)));
        return { ...object, subjects: [...before, ...news] } as KubeObject;
      },
    });
  },
});
