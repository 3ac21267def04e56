const NAME = "metrics-server";
const PLACE = { name: NAME, namespace: "kube-system", labels: { "k8s-app": NAME } };
const RBAC = "rbac.authorization.k8s.io";

const subject = { kind: "ServiceAccount", name: NAME, namespace: "kube-system" };
const roleRef = (kind: string, name: string) => ({ apiGroup: RBAC, kind, name });
const labelled = (name: string, labels: object = {}) => ({
  name,
  labels: { "k8s-app": NAME, ...labels },
});

function clusterRole(name: string, labels: object, rules: readonly object[]): object {
  return { apiVersion: `${RBAC}/v1`, kind: "ClusterRole", metadata: labelled(name, labels), rules };
}

function clusterRoleBinding(name: string, role: string): object {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: "ClusterRoleBinding",
    metadata: labelled(name),
    roleRef: roleRef("ClusterRole", role),
    subjects: [subject],
  };
}

const readers = Object.fromEntries(
  ["admin", "edit", "view"].map((role) => [`${RBAC}/aggregate-to-${role}`, "true"]),
);

const container = {
  name: NAME,
  image: "registry.k8s.io/metrics-server/metrics-server:v0.8.0",
  imagePullPolicy: "IfNotPresent",
  args: [
    "--cert-dir=/tmp",
    "--secure-port=10250",
    "--kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname",
    "--kubelet-use-node-status-port",
    "--metric-resolution=15s",
  ],
  ports: [{ containerPort: 10250, name: "https", protocol: "TCP" }],
  livenessProbe: {
    failureThreshold: 3,
    httpGet: { path: "/livez", port: "https", scheme: "HTTPS" },
    periodSeconds: 10,
  },
  readinessProbe: {
    failureThreshold: 3,
    httpGet: { path: "/readyz", port: "https", scheme: "HTTPS" },
    initialDelaySeconds: 20,
    periodSeconds: 10,
  },
  resources: { requests: { cpu: "100m", memory: "200Mi" } },
  securityContext: {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    runAsUser: 1000,
    seccompProfile: { type: "RuntimeDefault" },
  },
  volumeMounts: [{ mountPath: "/tmp", name: "tmp-dir" }],
};

const deployment = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: PLACE,
  spec: {
    selector: { matchLabels: { "k8s-app": NAME } },
    strategy: { rollingUpdate: { maxUnavailable: 0 } },
    template: {
      metadata: { labels: { "k8s-app": NAME } },
      spec: {
        containers: [container],
        nodeSelector: { "kubernetes.io/os": "linux" },
        priorityClassName: "system-cluster-critical",
        serviceAccountName: NAME,
        volumes: [{ emptyDir: {}, name: "tmp-dir" }],
      },
    },
  },
};

/** What the release of the metrics server installs, in its order. */
export function metricsServerObjects(): readonly object[] {
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: PLACE },
    clusterRole("system:aggregated-metrics-reader", readers, [
      {
        apiGroups: ["metrics.k8s.io"],
        resources: ["pods", "nodes"],
        verbs: ["get", "list", "watch"],
      },
    ]),
    clusterRole("system:metrics-server", {}, [
      { apiGroups: [""], resources: ["nodes/metrics"], verbs: ["get"] },
      { apiGroups: [""], resources: ["pods", "nodes"], verbs: ["get", "list", "watch"] },
    ]),
    {
      apiVersion: `${RBAC}/v1`,
      kind: "RoleBinding",
      metadata: { ...labelled("metrics-server-auth-reader"), namespace: "kube-system" },
      roleRef: roleRef("Role", "extension-apiserver-authentication-reader"),
      subjects: [subject],
    },
    clusterRoleBinding("metrics-server:system:auth-delegator", "system:auth-delegator"),
    clusterRoleBinding("system:metrics-server", "system:metrics-server"),
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: PLACE,
      spec: {
        ports: [
          { appProtocol: "https", name: "https", port: 443, protocol: "TCP", targetPort: "https" },
        ],
        selector: { "k8s-app": NAME },
      },
    },
    deployment,
    {
      apiVersion: "apiregistration.k8s.io/v1",
      kind: "APIService",
      metadata: labelled("v1beta1.metrics.k8s.io"),
      spec: {
        group: "metrics.k8s.io",
        groupPriorityMinimum: 100,
        insecureSkipTLSVerify: true,
        service: { name: NAME, namespace: "kube-system" },
        version: "v1beta1",
        versionPriority: 100,
      },
    },
  ];
}
