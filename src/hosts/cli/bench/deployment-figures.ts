import { Cluster } from "#core/cluster/cluster.ts";
import { bestOf, timed, type Figure } from "./figure.ts";
import { createDeployment } from "./inputs.ts";

/** The compiler is done with the way of a Deployment after several thousand of them. */
const ROUNDS = 60;
const DEPLOYMENTS = 200;
const AIM_MICROSECONDS = 100;

/** What it takes to decode, default, admit, validate and store a Deployment as people write them: two containers, probes, resources, a volume. */
export function deploymentFigures(): Figure[] {
  const { ms } = bestOf(ROUNDS, round);
  return [
    {
      name: "default, validate and store one Deployment",
      value: (ms * 1000) / DEPLOYMENTS,
      unit: "µs",
      aim: AIM_MICROSECONDS,
      isRate: false,
    },
  ];
}

function round(): { readonly ms: number } {
  const spec = {
    controlPlanes: 1,
    workers: 0,
    etcdMembers: 1,
    workerCpu: "4",
    workerMemory: "8Gi",
    startTime: "2026-03-02T09:00:00Z",
    preset: "empty",
  } as const;
  const cluster = new Cluster({ seed: 1, spec, hasView: false, hasControllers: false });
  cluster.boot();
  const inputs = Array.from({ length: DEPLOYMENTS }, (_, i) =>
    createDeployment(`bench-${i}`, { replicas: 3, podSpec: typicalPodSpec() }),
  );
  return timed(() => {
    for (const input of inputs) {
      const answer = cluster.applyInput(input, "bench");
      if (answer?.code !== 201) throw new Error(JSON.stringify(answer?.body));
    }
  });
}

function typicalPodSpec(): object {
  const probe = { httpGet: { path: "/healthz", port: "http" }, periodSeconds: 5 };
  return {
    containers: [
      {
        name: "web",
        image: "nginx:1.27",
        ports: [{ name: "http", containerPort: 80 }],
        env: [
          { name: "MODE", value: "production" },
          { name: "POD", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
        ],
        resources: {
          requests: { cpu: "100m", memory: "128Mi" },
          limits: { cpu: "500m", memory: "256Mi" },
        },
        readinessProbe: probe,
        livenessProbe: probe,
        volumeMounts: [{ name: "config", mountPath: "/etc/web" }],
      },
      {
        name: "logger",
        image: "busybox:1.37",
        command: ["sh", "-c", "tail -F /var/log/web.log"],
        resources: { requests: { cpu: "10m", memory: "16Mi" } },
      },
    ],
    volumes: [{ name: "config", configMap: { name: "web-config" } }],
  };
}
