import { expect, test } from "vitest";
import type { StatefulSet } from "../schema/generated/types.ts";
import { validateStatefulSet, validateStatefulSetUpdate } from "./stateful-sets.ts";

function setOf(serviceName: string): StatefulSet {
  const labels = { app: "db" };
  return {
    metadata: { name: "db" },
    spec: {
      serviceName,
      podManagementPolicy: "OrderedReady",
      updateStrategy: { type: "RollingUpdate" },
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: "c",
              image: "i",
              imagePullPolicy: "Always",
              terminationMessagePolicy: "File",
            },
          ],
          restartPolicy: "Always",
          dnsPolicy: "ClusterFirst",
        },
      },
    },
  } as unknown as StatefulSet;
}

test.each([
  ["", []],
  ["db", []],
  ["Bad_Name", ["spec.serviceName"]],
])("the Service name %j", (name, fields) => {
  expect(validateStatefulSet(setOf(name)).map(({ field }) => field)).toEqual(fields);
});

test("a bad Service name of old stands in nobody's way", () => {
  const old = setOf("Bad_Name");
  expect(validateStatefulSetUpdate({ ...old, spec: { ...old.spec, replicas: 2 } }, old)).toEqual(
    [],
  );
});
