import { describe, expect, test } from "vitest";
import type { Draft } from "#core/api/define.ts";
import type { Pod } from "#core/api/schema/generated/types.ts";
import { deepFreeze } from "#core/base/freeze.ts";
import type { AdmissionAttributes, AdmissionLookup } from "./admission.ts";
import { serviceAccountAdmission } from "./admission/service-account.ts";
import { isKnownFaultless, podDraft, rememberFaultless } from "./pod-draft.ts";

const lookup = {
  get: () => ({ metadata: { name: "default" } }),
  generateSuffix: () => String((suffix += 1)),
} as unknown as AdmissionLookup;
let suffix = 0;

/** The pod that admission makes of a draft: with a token under a name of its own. */
function admitted(body: Readonly<Record<string, unknown>>): Draft<Pod> {
  const draft = podDraft(body) as Draft<Pod>;
  const attributes = {
    kind: { kind: "Pod", storedAs: "Pod" },
    operation: "create",
    subresource: "",
    draft,
  };
  serviceAccountAdmission.admit?.(attributes as unknown as AdmissionAttributes, lookup);
  return draft;
}

/** What a component sends for a template. */
function bodyOf(spec: object): Readonly<Record<string, unknown>> {
  return { apiVersion: "v1", kind: "Pod", metadata: { name: "p" }, spec: deepFreeze(spec) };
}

const CONTAINER = { name: "c", image: "nginx", resources: { limits: { cpu: "1" } } };

describe("pods of one template", () => {
  test("have its parts in common, down to the fields of their containers", () => {
    const body = bodyOf({ containers: [CONTAINER], nodeSelector: { a: "b" } });
    const { spec } = admitted(body);
    const template = body["spec"] as Pod["spec"];
    expect(spec.nodeSelector).toBe(template.nodeSelector);
    expect(spec.containers[0]?.resources).toBe(template.containers[0]?.resources);
    expect(spec.containers[0]?.volumeMounts).toHaveLength(1);
    expect(template.containers[0]?.volumeMounts).toBeUndefined();
  });

  test.each<[string, object, (pod: Draft<Pod>) => void, boolean]>([
    ["nothing but its token's name", {}, () => undefined, true],
    ["a name", {}, (pod) => (pod.metadata.name = "q"), true],
    ["an annotation", {}, (pod) => (pod.metadata.annotations = { a: "b" }), false],
    ["a field", {}, (pod) => (pod.spec.hostname = "h"), false],
    ["an amount", {}, (pod) => withContainer(pod, { resources: { limits: { cpu: "x" } } }), false],
    ["a mount", {}, (pod) => withContainer(pod, { volumeMounts: [] }), false],
    ["the name of a mount", {}, (pod) => withContainer(pod, { volumeMounts: [MOUNT] }), false],
    ["a volume", {}, (pod) => (pod.spec.volumes = [{ name: "v" }]), false],
    [
      "a volume named after it",
      { volumes: [{ name: "v", ephemeral: {} }] },
      () => undefined,
      false,
    ],
  ])("are checked again where they differ by %s: %#", (_what, rest, change, isKnown) => {
    const body = bodyOf({ containers: [CONTAINER], ...rest });
    rememberFaultless(body, deepFreeze(admitted(body)));
    const next = admitted(body);
    change(next);
    expect(isKnownFaultless(body, next as Pod)).toBe(isKnown);
  });

  test("a template that nobody froze is not remembered", () => {
    const body = { metadata: { name: "p" }, spec: { containers: [CONTAINER] } };
    rememberFaultless(body, deepFreeze(admitted(body)));
    expect(isKnownFaultless(body, admitted(body) as Pod)).toBe(false);
  });
});

const MOUNT = { name: "kube-api-access-other", readOnly: true, mountPath: "/var/run/secrets" };

function withContainer(pod: Draft<Pod>, change: object): void {
  pod.spec.containers = pod.spec.containers.map((each) => ({ ...each, ...change }));
}
