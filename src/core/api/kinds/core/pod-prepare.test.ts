import { expect, test } from "vitest";
import { deepFreeze } from "#core/base/freeze.ts";
import type { Draft } from "../../define.ts";
import type { Pod } from "../../schema/generated/types.ts";
import { pod } from "./pod.ts";

const ARMOR = "container.apparmor.security.beta.kubernetes.io/c";

function prepared(
  spec: object,
  metadata: object = {},
): { readonly spec: Pod["spec"]; readonly warnings: readonly string[] } {
  const warnings: string[] = [];
  const draft = {
    metadata: { labels: { app: "web", hash: "1" }, ...metadata },
    spec: { containers: [{ name: "c" }], ...spec },
  } as unknown as Draft<Pod>;
  pod.prepareCreate(draft, {
    now: "2026-01-05T09:00:00Z",
    warn: (text) => void warnings.push(text),
  });
  return { spec: draft.spec as Pod["spec"], warnings };
}

const demand = (operator: string) => ({ key: "hash", operator, values: ["1"] });

test("label keys become demands of the selectors beside them, and what templates share is left alone", () => {
  const labelSelector = { matchLabels: { app: "web" } };
  const constraint = { labelSelector, matchLabelKeys: ["hash", "none"] };
  const term = { labelSelector, mismatchLabelKeys: ["hash"] };
  const affinity = {
    podAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [{ podAffinityTerm: constraint }],
    },
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [term, { matchLabelKeys: ["hash"] }],
    },
  };
  const shared = deepFreeze({
    affinity,
    topologySpreadConstraints: [constraint, { labelSelector }],
  });
  const { spec } = prepared({ ...shared });
  const filled = { matchLabels: { app: "web" }, matchExpressions: [demand("In")] };
  expect(spec.topologySpreadConstraints).toMatchObject([
    { labelSelector: filled },
    { labelSelector },
  ]);
  expect(spec.affinity).toMatchObject({
    podAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { podAffinityTerm: { labelSelector: filled } },
      ],
    },
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { labelSelector: { ...labelSelector, matchExpressions: [demand("NotIn")] } },
        { matchLabelKeys: ["hash"] },
      ],
    },
  });
});

const advice = `metadata.annotations[${ARMOR}]: deprecated since v1.30; use the "appArmorProfile" field instead`;

test.each([
  ["runtime/default", {}, { type: "RuntimeDefault" }, [advice]],
  ["localhost/p", {}, { type: "Localhost", localhostProfile: "p" }, [advice]],
  ["nonsense", {}, undefined, [advice]],
  ["unconfined", { securityContext: { appArmorProfile: { type: "Unconfined" } } }, undefined, []],
  ["unconfined", { os: { name: "windows" } }, undefined, []],
])("the annotation %s beside %j", (text, spec, profile, warnings) => {
  const answer = prepared(spec, { annotations: { [ARMOR]: text } });
  expect(answer.spec.containers[0]?.securityContext?.appArmorProfile).toEqual(profile);
  expect(answer.warnings).toEqual(warnings);
});
