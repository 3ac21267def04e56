import type { Column, Draft } from "../../define.ts";
import type { RoleBinding, Subject } from "../../schema/generated/types.ts";
import { RBAC_GROUP } from "../../validation/rbac.ts";
import { ageColumn, nameColumn, textColumn, wideColumn } from "../columns.ts";

/** The groups that subjects and roles belong to unless they say so. Models SetDefaults_Subject and SetDefaults_RoleBinding. */
export function defaultGroups({ roleRef, subjects }: Draft<RoleBinding>): void {
  if (!roleRef.apiGroup) roleRef.apiGroup = RBAC_GROUP;
  for (const subject of subjects ?? [])
    if (!subject.apiGroup && (subject.kind === "User" || subject.kind === "Group"))
      subject.apiGroup = RBAC_GROUP;
}

/** The columns of both kinds of bindings. Models printers.printRoleBinding. */
export function bindingColumns({
  noun,
  roleDescription,
}: {
  readonly noun: "roleBinding" | "clusterRoleBinding";
  readonly roleDescription: string;
}): readonly Column<RoleBinding>[] {
  return [
    nameColumn,
    textColumn("Role", roleDescription, ({ roleRef }) => `${roleRef.kind}/${roleRef.name}`),
    ageColumn,
    wideColumn("Users", `Users in the ${noun}`, (each) => namesOf(each, "User")),
    wideColumn("Groups", `Groups in the ${noun}`, (each) => namesOf(each, "Group")),
    wideColumn("ServiceAccounts", `ServiceAccounts in the ${noun}`, (each) =>
      namesOf(each, "ServiceAccount"),
    ),
  ];
}

function namesOf({ subjects = [] }: RoleBinding, kind: Subject["kind"]): string {
  return subjects
    .filter((subject) => subject.kind === kind)
    .map(({ name, namespace }) =>
      kind === "ServiceAccount" && namespace ? `${namespace}/${name}` : name,
    )
    .join(", ");
}
