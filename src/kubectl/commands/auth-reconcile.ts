import type { KubeObject } from "#core/api/meta.ts";
import { isEqual } from "#core/base/equal.ts";
import { callObject, findObject, printError } from "../api.ts";
import { defineCommand, type Invocation, type Steps } from "../command.ts";
import { failure, isFailureToPrint, throwGathered } from "../failure.ts";
import { checkKustomize } from "../kustomization.ts";
import { listAt, textAt } from "../json.ts";
import { CHANGE_FLAGS, type DryRun, dryRunOf, OUTPUT_FLAGS, report } from "../output.ts";
import { requestOptions } from "../request-options.ts";
import { FILE_FLAGS, fileTargets, type FileTarget } from "../target.ts";

const ROLES: readonly string[] = ["ClusterRole", "Role"];
const BINDINGS: readonly string[] = ["ClusterRoleBinding", "RoleBinding"];
const RULE_LISTS = ["verbs", "apiGroups", "resources", "resourceNames", "nonResourceURLs"] as const;

export const reconcile = defineCommand({
  name: "reconcile",
  flags: [
    ...FILE_FLAGS,
    ...OUTPUT_FLAGS,
    ...CHANGE_FLAGS,
    { name: "remove-extra-permissions", type: "bool" },
    { name: "remove-extra-subjects", type: "bool" },
  ],
  *run(invocation) {
    const { args, flags, path } = invocation;
    if (args.length > 0) throw failure(`no arguments are allowed, see '${path} -h'`);
    const files = flags.list("filename");
    checkKustomize(invocation);
    if (files.length === 0) throw failure("must specify one of -f and -k");
    const dryRun = dryRunOf(invocation);
    const { targets, failures } = fileTargets(invocation, files);
    for (const target of targets) {
      try {
        yield* reconcileOne(invocation, target, dryRun);
      } catch (error) {
        if (!isFailureToPrint(error)) throw error;
        failures.push(error);
      }
    }
    throwGathered(failures);
  },
});

/** Brings what is there up to what is wanted, and tells what was missing. Models rbac reconciliation. */
function* reconcileOne(invocation: Invocation, target: FileTarget, dryRun: DryRun): Steps<void> {
  const { resource, namespace, name, object: wanted } = target;
  const isRole = ROLES.includes(wanted.kind);
  if (!isRole && !BINDINGS.includes(wanted.kind)) return;
  const key = isRole ? "rules" : "subjects";
  const live = yield* findObject(resource, namespace, name);
  const before = listAt(live, key);
  const pieces = isRole ? listAt(wanted, key).flatMap(missingOf(before)) : listAt(wanted, key);
  const missing = isRole
    ? pieces
    : pieces.filter((one) => !before.some((each) => isEqual(each, one)));
  const operation = live ? (missing.length > 0 ? "update" : "") : "create";
  const body = { ...(live ?? wanted), [key]: live ? [...before, ...missing] : listAt(wanted, key) };
  let object: KubeObject = body as KubeObject;
  if (operation !== "" && dryRun !== "client")
    object = yield* callObject({
      verb: operation === "create" ? "create" : "update",
      resource,
      namespace,
      ...(operation === "update" && { name }),
      body,
      options: requestOptions(invocation, { fieldManager: "kubectl-auth", dryRun }),
    });
  yield* report(invocation, { resource, name, object, did: "reconciled" }, dryRun);
  if (operation === "") return;
  yield* printError(`\treconciliation required ${operation}\n`);
  if (missing.length === 0) return;
  yield* printError(
    `\tmissing ${key} added:\n${missing.map((one) => `\t\t${isRole ? ruleText(one) : subjectText(one)}\n`).join("")}`,
  );
}

/** The part of a rule that no rule there is covers: one piece for each verb, group and resource. Models validation.Covers. */
function missingOf(before: readonly unknown[]): (rule: unknown) => readonly unknown[] {
  return (rule) => {
    const uncovered = listAt(rule, "verbs").filter(
      (verb) => !before.some((each) => covers(each, rule, String(verb))),
    );
    return uncovered.length === 0 ? [] : [{ ...(rule as object), verbs: uncovered }];
  };
}

function covers(known: unknown, rule: unknown, verb: string): boolean {
  const has = (list: string, value: unknown) => {
    const all = listAt(known, list);
    return all.includes("*") || all.includes(value);
  };
  const names = listAt(known, "resourceNames");
  return (
    has("verbs", verb) &&
    listAt(rule, "apiGroups").every((each) => has("apiGroups", each)) &&
    listAt(rule, "resources").every((each) => has("resources", each)) &&
    listAt(rule, "nonResourceURLs").every((each) => has("nonResourceURLs", each)) &&
    (names.length === 0 || listAt(rule, "resourceNames").every((each) => names.includes(each)))
  );
}

/** A rule as Go prints the struct. */
function ruleText(rule: unknown): string {
  const fields = RULE_LISTS.map(
    (list) => `${capitalized(list)}:[${listAt(rule, list).map(String).join(" ")}]`,
  );
  return `{${fields.join(" ")}}`;
}

function capitalized(list: string): string {
  return list === "apiGroups" ? "APIGroups" : `${list.charAt(0).toUpperCase()}${list.slice(1)}`;
}

function subjectText(subject: unknown): string {
  const field = (label: string, name: string) => `${label}:${textAt(subject, name)}`;
  return `{${[field("Kind", "kind"), field("APIGroup", "apiGroup"), field("Name", "name"), field("Namespace", "namespace")].join(" ")}}`;
}
