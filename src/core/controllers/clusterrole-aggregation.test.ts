import { expect, test } from "vitest";
import { clusterRole } from "#core/api/kinds/rbac/cluster-role.ts";
import type { ClusterRole, PolicyRule } from "#core/api/schema/generated/types.ts";
import { clusterRoleAggregationController, planRules } from "./clusterrole-aggregation.ts";
import { FakeCluster } from "./testing/fake-cluster.ts";

const rule = (resource: string): PolicyRule => ({
  apiGroups: [""],
  resources: [resource],
  verbs: ["get"],
});

function role(name: string, rules: readonly PolicyRule[], more: object = {}): ClusterRole {
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: { name, labels: { part: "yes" } },
    rules,
    ...more,
  } as ClusterRole;
}

const gatherer = role("all", [rule("stale")], {
  aggregationRule: { clusterRoleSelectors: [{ matchLabels: { part: "yes" } }] },
});

test("rules come in order of names, each once, and not from the role itself", () => {
  const parts = [role("b", [rule("pods"), rule("nodes")]), role("a", [rule("pods")]), gatherer];
  expect(planRules(gatherer, parts)).toEqual([rule("pods"), rule("nodes")]);
});

test("a role follows those that it gathers", () => {
  const cluster = new FakeCluster([clusterRoleAggregationController]);
  cluster.seed(gatherer);
  cluster.seed(role("a", [rule("pods")]));
  cluster.manager.start();
  cluster.run(5_000);
  const rules = () =>
    cluster.all<ClusterRole>("ClusterRole").find(({ metadata }) => metadata.name === "all")?.rules;
  expect(rules()).toEqual([rule("pods")]);
  cluster.client.create(clusterRole, role("b", [rule("secrets")]));
  cluster.run(5_000);
  expect(rules()).toEqual([rule("pods"), rule("secrets")]);
});
