import { expect, test } from "vitest";
import type { ApiResponse } from "#core/api/request.ts";
import { stubResources } from "../vectors/stub-resources.ts";
import { complete, type ReadNow } from "./completion.ts";

const NAMES: Readonly<Record<string, readonly string[]>> = {
  "pods default": ["web-0", "web-1"],
  "pods team": ["job-0"],
  "nodes ": ["master-1", "worker-1"],
  "namespaces ": ["default", "team"],
};

const read: ReadNow = ({ resource, namespace }): ApiResponse => ({
  code: 200,
  body: {
    items: (NAMES[`${resource} ${namespace}`] ?? []).map((name) => ({
      metadata: { name },
      spec: { containers: [{ name: "nginx" }] },
    })),
  },
  warnings: [],
});

test.each([
  ["kub", 0, ["kubectl"]],
  ["kubectl roll", 8, ["rollout"]],
  ["kubectl rollout st", 16, ["status"]],
  ["kubectl rollout status dep", 23, ["deploy", "deployments"]],
  ["kubectl get po", 12, ["po", "poddisruptionbudgets", "pods", "podtemplates"]],
  ["kubectl get svc,depl", 16, ["deploy", "deployments"]],
  ["kubectl get pods web-", 17, ["web-0", "web-1"]],
  ["kubectl get pods web-0 web-", 23, ["web-1"]],
  ["kubectl delete pod/web-1", 19, ["web-1"]],
  ["kubectl get pods -n team ", 25, ["job-0"]],
  ["kubectl -n t", 11, ["team"]],
  ["kubectl drain w", 14, ["worker-1"]],
  ["kubectl logs web-0 -c ", 22, ["nginx"]],
  ["kubectl get pods --show-l", 17, ["--show-labels"]],
  ["kubectl scale deploy web --repl", 25, ["--replicas="]],
  ["kubectl get pods -o wi", 20, ["wide"]],
  ["kubectl delete pod x --cascade=o", 31, ["orphan"]],
])("%j", (line, from, candidates) => {
  expect(
    complete(line, line.length, read, { namespace: "default", resources: stubResources }),
  ).toEqual({ from, candidates });
});
