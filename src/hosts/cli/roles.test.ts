import { beforeEach, expect, test } from "vitest";
import { emptyYard } from "./testdata/empty-yard.ts";

let kubectl: (line: string) => string;

beforeEach(() => {
  const yard = emptyYard({ workers: 1 });
  kubectl = (line) => yard.kubectl(line).printed;
});

const rowsOf = (text: string) => text.trim().split("\n");

test("a fresh cluster has the roles of the policy that it is born with", () => {
  expect(rowsOf(kubectl("get clusterroles --no-headers"))).toHaveLength(68);
  expect(rowsOf(kubectl("get roles -A --no-headers -o name"))).toHaveLength(7);
  expect(
    rowsOf(kubectl("get rolebindings -n kube-system --no-headers")).map(
      (row) => row.split(/ +/)[1],
    ),
  ).toContain("Role/extension-apiserver-authentication-reader");
});

test("rules of every role are in the order in which upstream's builder sorts them", () => {
  const roles = JSON.parse(kubectl("get clusterroles,roles -A -o json")) as {
    items: { rules: Record<string, string[]>[] }[];
  };
  const lists = roles.items.flatMap(({ rules }) => rules.flatMap((rule) => Object.values(rule)));
  expect(lists.length).toBeGreaterThan(900);
  expect(lists.filter((list) => [...list].sort().join() !== list.join())).toEqual([]);
});

test("the parts of view are in edit, and those of edit in admin", () => {
  const rulesOf = (name: string) =>
    (JSON.parse(kubectl(`get clusterrole ${name} -o json`)) as { rules: object[] }).rules.map(
      (rule) => JSON.stringify(rule),
    );
  const [view, edit, admin] = ["view", "edit", "admin"].map(rulesOf);
  expect(edit).toEqual([...rulesOf("system:aggregate-to-edit"), ...(view ?? [])]);
  expect(new Set(admin)).toEqual(
    new Set([...(edit ?? []), ...rulesOf("system:aggregate-to-admin")]),
  );
});

test("describe tells a role as the real one", () => {
  const told = kubectl("describe clusterrole system:kube-scheduler");
  expect(told).toContain(`Name:         system:kube-scheduler
Labels:       kubernetes.io/bootstrapping=rbac-defaults
Annotations:  rbac.authorization.kubernetes.io/autoupdate: true
PolicyRule:
  Resources                                  Non-Resource URLs  Resource Names    Verbs
  ---------                                  -----------------  --------------    -----
  leasecandidates.coordination.k8s.io        []                 []                [create delete deletecollection get list patch update watch]
  events                                     []                 []                [create patch update]
  events.events.k8s.io                       []                 []                [create patch update]
`);
  expect(told).toContain(
    "  leases.coordination.k8s.io                 []                 [kube-scheduler]  [get list update watch]\n",
  );
});

test("what a controller may do is asked by its account", () => {
  const as = "--as=system:serviceaccount:kube-system:deployment-controller";
  expect(kubectl(`auth can-i --list ${as}`)).toContain("replicasets.apps ");
  expect(kubectl(`auth can-i update deployments/finalizers ${as}`)).toBe("yes\n");
  expect(kubectl(`auth can-i delete deployments ${as}`)).toBe("no\n");
});
