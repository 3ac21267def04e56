import type { KubeObject } from "#core/api/meta.ts";
import { createObject, onlyName } from "../create-object.ts";
import { defineCommand, type Invocation, type Steps } from "../command.ts";
import { failure } from "../failure.ts";
import { GENERATOR_FLAGS } from "../generator-flags.ts";
import {
  resourceRules,
  RULE_FLAGS,
  verbsOf,
  warnOfVerbs,
  type PolicyRule,
} from "../policy-rules.ts";

const AGGREGATION = "aggregation-rule";
const URLS = "non-resource-url";
const URL_VERBS = ["get", "put", "post", "head", "options", "delete", "patch", "*"];

export const createClusterRole = defineCommand({
  name: "clusterrole",
  flags: [
    ...GENERATOR_FLAGS,
    ...RULE_FLAGS,
    { name: URLS, type: "csv" },
    { name: AGGREGATION, type: "list" },
  ],
  *run(invocation) {
    const name = onlyName(invocation);
    const labels = aggregatedLabels(invocation);
    const object = {
      ...(labels && { aggregationRule: { clusterRoleSelectors: [{ matchLabels: labels }] } }),
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name },
      rules: labels ? null : yield* rulesOf(invocation),
    };
    yield* createObject(invocation, {
      type: "clusterroles.rbac.authorization.k8s.io",
      object: object as unknown as KubeObject,
      fieldManager: "kubectl-create",
      did: "created",
    });
  },
});

function aggregatedLabels({ flags }: Invocation): Readonly<Record<string, string>> | undefined {
  const pairs = flags.list(AGGREGATION).flatMap((text) => text.split(","));
  if (pairs.length === 0) return undefined;
  const others = ["verb", "resource", "resource-name", URLS];
  if (others.some((flag) => flags.given(flag)))
    throw failure(
      "aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames",
    );
  return Object.fromEntries(
    pairs.map((pair) => {
      const [key = "", ...value] = pair.split("=");
      return [key, value.join("=")];
    }),
  );
}

function* rulesOf(invocation: Invocation): Steps<readonly PolicyRule[]> {
  const { flags } = invocation;
  const verbs = verbsOf(invocation);
  const [resources, urls] = [flags.list("resource"), flags.list(URLS)];
  if (verbs.length === 0) throw failure("at least one verb must be specified");
  if (resources.length === 0 && urls.length === 0)
    throw failure("one of resource or nonResourceURL must be specified");
  if (resources.length > 0) yield* warnOfVerbs(verbs);
  const forUrls = urls.length === 0 ? undefined : verbs.find((verb) => !URL_VERBS.includes(verb));
  if (forUrls !== undefined) throw failure(`invalid verb: '${forUrls}' for nonResourceURL`);
  const rules = resourceRules(invocation, verbs);
  return urls.length === 0 ? rules : [...rules, { nonResourceURLs: urls, verbs }];
}
