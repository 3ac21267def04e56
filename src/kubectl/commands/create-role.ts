import type { KubeObject } from "#core/api/meta.ts";
import { createObject, onlyName } from "../create-object.ts";
import { defineCommand } from "../command.ts";
import { failure } from "../failure.ts";
import { GENERATOR_FLAGS } from "../generator-flags.ts";
import { resourceRules, RULE_FLAGS, verbsOf, warnOfVerbs } from "../policy-rules.ts";

export const createRole = defineCommand({
  name: "role",
  flags: [...GENERATOR_FLAGS, ...RULE_FLAGS],
  *run(invocation) {
    const name = onlyName(invocation);
    const verbs = verbsOf(invocation);
    if (verbs.length === 0) throw failure("at least one verb must be specified");
    const resources = invocation.flags.list("resource");
    if (resources.length === 0) throw failure("at least one resource must be specified");
    yield* warnOfVerbs(verbs);
    const object = {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "Role",
      metadata: { name },
      rules: resourceRules(invocation, verbs),
    };
    yield* createObject(invocation, {
      type: "roles.rbac.authorization.k8s.io",
      object: object as unknown as KubeObject,
      fieldManager: "kubectl-create",
      did: "created",
    });
  },
});
