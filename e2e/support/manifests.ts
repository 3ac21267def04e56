/** The nginx Deployment of the Kubernetes documentation with five mistakes: a tab, an indent, an unknown field, a wrong type, a selector that finds nobody. */
export const BROKEN = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: nginx-deployment
  labels:
\tapp: nginx
spec:
  replica: 3
  minReadySeconds: soon
  selector:
    matchLabels:
      app: nginx
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: nginx
         image: nginx:1.27
        ports:
        - containerPort: 80
`;

/** The mistakes in the order in which a person mends them. */
const MENDINGS = [
  ["tab", "\tapp: nginx", "    app: nginx"],
  ["indent", "         image", "        image"],
  ["field", "  replica:", "  replicas:"],
  ["type", "minReadySeconds: soon", "minReadySeconds: 1"],
  ["selector", "app: web", "app: nginx"],
] as const;

/** The broken text with this mistake and all before it mended. */
export function mendedUpTo(mistake: (typeof MENDINGS)[number][0]): string {
  let text = BROKEN;
  for (const [name, wrong, right] of MENDINGS) {
    text = text.replace(wrong, right);
    if (name === mistake) break;
  }
  return text;
}

/** The same without a mistake. */
export const MENDED = mendedUpTo("selector");
