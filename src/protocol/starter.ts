import { DEFAULT_CLUSTER, type ClusterSpec, type Scenario, type ScenarioFile } from "./scenario.ts";

/** The running shop as a manifest: what the editor shows first. A test keeps it equal to the core's preset. */
export const SHOP_YAML = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  replicas: 3
  selector:
    matchLabels:
      app: shop
  template:
    metadata:
      labels:
        app: shop
    spec:
      containers:
      - name: shop
        image: jangteo/shop:v1
        ports:
        - containerPort: 8080
        resources:
          requests:
            cpu: 200m
            memory: 256Mi
        readinessProbe:
          httpGet:
            path: /ready
            port: 8080
          periodSeconds: 2
---
apiVersion: v1
kind: Service
metadata:
  name: shop
spec:
  selector:
    app: shop
  ports:
  - port: 80
    targetPort: 8080
`;

/** The first Deployment of many tutorials. */
export const NGINX_YAML = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: nginx-deployment
  labels:
    app: nginx
spec:
  replicas: 3
  selector:
    matchLabels:
      app: nginx
  template:
    metadata:
      labels:
        app: nginx
    spec:
      containers:
      - name: nginx
        image: nginx:1.27
        ports:
        - containerPort: 80
`;

/** The files of a fresh editor. */
export function starterFiles(preset: ClusterSpec["preset"]): readonly ScenarioFile[] {
  const nginx = { name: "nginx.yaml", text: NGINX_YAML };
  return preset === "shop" ? [{ name: "shop.yaml", text: SHOP_YAML }, nginx] : [nginx];
}

/** A new session from its first moment: the clock ticks. */
export function freshScenario(preset: ClusterSpec["preset"], seed = 1): Scenario {
  return {
    version: 1,
    seed,
    cluster: { ...DEFAULT_CLUSTER, preset },
    files: starterFiles(preset),
    journal: [],
    at: 0,
    speed: 1,
    playing: true,
    view: {},
  };
}
