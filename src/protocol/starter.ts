import { DEFAULT_CLUSTER, type Scenario, type ScenarioFile } from "./scenario.ts";

/** The running shop as a manifest: what the editor shows first. A test keeps it equal to the core's preset. */
export const SHOP_YAML = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
  namespace: default
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
  namespace: default
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
        image: nginx:1.14.2
        ports:
        - containerPort: 80
`;

export const STARTER_FILES: readonly ScenarioFile[] = [
  { name: "shop.yaml", text: SHOP_YAML },
  { name: "nginx.yaml", text: NGINX_YAML },
];

/** What a newcomer sees: the shop is open, the clock ticks. */
export const STARTER_SCENARIO: Scenario = {
  version: 1,
  seed: 1,
  cluster: DEFAULT_CLUSTER,
  files: STARTER_FILES,
  journal: [],
  at: 0,
  speed: 1,
  playing: true,
  view: {},
};
