import { MADE, type Cases } from "./cases.ts";

const template = {
  spec: {
    containers: [
      { name: "a", image: "img1" },
      { name: "b", image: "img2" },
    ],
  },
};
const labels = { app: "web", tier: "x" };
const condition = (type: string, status = "True") => ({ type, status });
const deleted = { metadata: { deletionTimestamp: MADE } };
const utilization = (averageUtilization?: number) => ({
  type: "Resource",
  resource: { name: "cpu", target: { ...(averageUtilization && { averageUtilization }) } },
});
const scaled = (metrics: readonly unknown[], currentMetrics: readonly unknown[]) => ({
  spec: { scaleTargetRef: { kind: "Deployment", name: "d" }, maxReplicas: 9, metrics },
  status: { currentReplicas: 4, currentMetrics },
});

/** Rows of what runs. Models the cases of pkg/printers/internalversion/printers_test.go. */
export const WORKLOAD_ROWS: Cases = {
  ReplicaSet: [
    [
      {
        spec: { replicas: 5, template, selector: { matchLabels: labels } },
        status: { replicas: 3, readyReplicas: 2 },
      },
      [5, 3, 2, "|", "a,b", "img1,img2", "app=web,tier=x"],
    ],
  ],
  ReplicationController: [
    [
      { spec: { replicas: 5, selector: labels }, status: { replicas: 3 } },
      [5, 3, 0, "|", "", "", "app=web,tier=x"],
    ],
  ],
  Deployment: [
    [
      {
        spec: { replicas: 5, template, selector: { matchLabels: labels } },
        status: {
          replicas: 10,
          updatedReplicas: 2,
          availableReplicas: 1,
          readyReplicas: 4,
          unavailableReplicas: 4,
        },
      },
      ["4/5", 2, 1, "|", "a,b", "img1,img2", "app=web,tier=x"],
    ],
  ],
  StatefulSet: [
    [
      { spec: { replicas: 5, template }, status: { replicas: 4, readyReplicas: 2 } },
      ["2/5", "|", "a,b", "img1,img2"],
    ],
  ],
  DaemonSet: [
    [
      {
        spec: {
          template: { spec: { ...template.spec, nodeSelector: { role: "x" } } },
          selector: { matchLabels: labels },
        },
        status: {
          desiredNumberScheduled: 3,
          currentNumberScheduled: 2,
          numberReady: 1,
          updatedNumberScheduled: 2,
        },
      },
      [3, 2, 1, 2, 0, "role=x", "|", "a,b", "img1,img2", "app=web,tier=x"],
    ],
  ],
  ControllerRevision: [
    [{ revision: 1 }, ["<none>", 1]],
    [
      {
        revision: 4,
        metadata: {
          ownerReferences: [
            { apiVersion: "apps/v1", kind: "DaemonSet", name: "d", uid: "u", controller: true },
          ],
        },
      },
      ["daemonset.apps/d", 4],
    ],
  ],
  Job: [
    [
      { spec: { template, completions: 2 }, status: { succeeded: 1 } },
      ["Running", "1/2", "", "|", "a,b", "img1,img2", "<none>"],
    ],
    [
      {
        spec: { template, parallelism: 20 },
        status: { startTime: MADE, conditions: [condition("Suspended")] },
      },
      ["Suspended", "0/1 of 20", "10m", "|", "a,b", "img1,img2", "<none>"],
    ],
    [
      {
        spec: { template, parallelism: 1 },
        status: {
          startTime: MADE,
          completionTime: "2026-01-05T09:01:40Z",
          conditions: [condition("Complete")],
        },
      },
      ["Complete", "0/1", "100s", "|", "a,b", "img1,img2", "<none>"],
    ],
    [
      { ...deleted, spec: { template, completions: 1 }, status: {} },
      ["Terminating", "0/1", "", "|", "a,b", "img1,img2", "<none>"],
    ],
    [
      {
        ...deleted,
        spec: { template, completions: 1 },
        status: { conditions: [condition("FailureTarget"), condition("Failed")] },
      },
      ["Failed", "0/1", "", "|", "a,b", "img1,img2", "<none>"],
    ],
    [
      { spec: { template, completions: 1 }, status: { conditions: [condition("FailureTarget")] } },
      ["FailureTarget", "0/1", "", "|", "a,b", "img1,img2", "<none>"],
    ],
  ],
  CronJob: [
    [
      { spec: { schedule: "0/5 * * * ?", jobTemplate: { spec: { template } } }, status: {} },
      ["0/5 * * * ?", "<none>", "<unset>", 0, "<none>", "|", "a,b", "img1,img2", "<none>"],
    ],
    [
      {
        spec: {
          schedule: "@daily",
          timeZone: "Asia/Seoul",
          suspend: false,
          jobTemplate: { spec: { template } },
        },
        status: { lastScheduleTime: "2026-01-05T09:09:30Z", active: [{}, {}] },
      },
      ["@daily", "Asia/Seoul", "False", 2, "30s", "|", "a,b", "img1,img2", "<none>"],
    ],
  ],
  HorizontalPodAutoscaler: [
    [scaled([], []), ["Deployment/d", "<none>", "<unset>", 9, 4]],
    [
      scaled(
        [utilization(80), utilization()],
        [{ resource: { current: { averageUtilization: 50 } } }],
      ),
      ["Deployment/d", "cpu: 50%/80%, cpu: <unknown>/<auto>", "<unset>", 9, 4],
    ],
    [
      scaled(
        [
          { type: "External", external: { target: { averageValue: "100m" } } },
          { type: "Object", object: { target: { value: "2k" } } },
          { type: "Pods", pods: { target: { averageValue: "1" } } },
        ],
        [{}, { object: { current: { value: "1k" } } }],
      ),
      ["Deployment/d", "<unknown>/100m (avg), 1k/2k + 1 more...", "<unset>", 9, 4],
    ],
  ],
  PodTemplate: [
    [{ template: { metadata: { labels }, ...template } }, ["a,b", "img1,img2", "app=web,tier=x"]],
  ],
  PodDisruptionBudget: [
    [{ spec: { minAvailable: 22 }, status: { disruptionsAllowed: 5 } }, ["22", "N/A", 5]],
    [{ spec: { maxUnavailable: "30%" }, status: { disruptionsAllowed: 0 } }, ["N/A", "30%", 0]],
  ],
};
