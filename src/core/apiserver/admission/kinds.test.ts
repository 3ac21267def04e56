import { describe, expect, test } from "vitest";
import type { Draft, KindDefinition } from "#core/api/define.ts";
import { kinds } from "#core/api/kinds/index.ts";
import type { KubeObject } from "#core/api/meta.ts";
import { AdmissionChain, type AdmissionAttributes } from "../admission.ts";
import { admissionPlugins } from "./index.ts";

/** Enough of every kind for a plugin that looks at one to find something to do. */
function draftOf({ kind }: KindDefinition): Draft<KubeObject> {
  const spec = { containers: [{ name: "c", image: "i" }], runtimeClassName: "none", hostPID: true };
  const template = { metadata: {}, spec };
  return {
    apiVersion: "v1",
    kind,
    metadata: { name: "x", namespace: "default" },
    spec: { ...spec, template },
    status: {},
    globalDefault: true,
    roleRef: { kind: "ClusterRole", name: "none" },
    rules: [{ verbs: ["*"], resources: ["*"], apiGroups: ["*"] }],
  } as unknown as Draft<KubeObject>;
}

const lookup = { get: () => undefined, list: () => [], generateSuffix: () => "abcde" };

describe("plugins that name their kinds", () => {
  test.each(admissionPlugins.filter((each) => each.kinds))(
    "$name has nothing to say of others",
    (plugin) => {
      for (const kind of kinds.filter((each) => !plugin.kinds?.includes(each.kind))) {
        for (const operation of ["create", "update", "delete"] as const) {
          const draft = draftOf(kind);
          const warnings: string[] = [];
          const attributes: AdmissionAttributes = {
            operation,
            kind,
            subresource: "",
            namespace: "default",
            name: "x",
            user: { name: "nobody", groups: [] },
            dryRun: false,
            draft: operation === "delete" ? undefined : draft,
            old: operation === "create" ? undefined : (draftOf(kind) as KubeObject),
            warnings,
          };
          plugin.admit?.(attributes, lookup);
          plugin.validate?.(attributes, lookup);
          expect(draft, `${kind.kind} ${operation}`).toEqual(draftOf(kind));
          expect(warnings).toEqual([]);
        }
      }
    },
  );

  test("are asked in the order of all plugins, and of no other kind", () => {
    const names = (kind: string) =>
      new AdmissionChain(admissionPlugins).of(kind).map((each) => each.name);
    const all = admissionPlugins.map((each) => each.name);
    const general = admissionPlugins.filter((each) => !each.kinds).map((each) => each.name);
    expect(names("Event")).toEqual(general);
    expect(names("Pod")).toEqual(all.filter((name) => names("Pod").includes(name)));
    expect(names("Pod")).toEqual(expect.arrayContaining([...general, "ServiceAccount"]));
    expect(names("Pod")).not.toContain("DefaultStorageClass");
  });
});
