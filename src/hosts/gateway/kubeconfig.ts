/** What a client has to know to reach the gateway. */
export interface Access {
  readonly server: string;
  /** PEM; undefined over plain HTTP. */
  readonly certificate: string | undefined;
  /** Undefined over plain HTTP, where clients send none. */
  readonly token: string | undefined;
}

/** A kubeconfig with one cluster, one user and one context, all called `podyard`. */
export function kubeconfigText({ server, certificate, token }: Access): string {
  const name = "podyard";
  const authority =
    certificate === undefined
      ? // Some clients refuse plain HTTP unless told that nothing is to be verified.
        { "insecure-skip-tls-verify": true }
      : { "certificate-authority-data": Buffer.from(certificate).toString("base64") };
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: { server, ...authority } }],
    users: [{ name, user: token === undefined ? {} : { token } }],
    contexts: [{ name, context: { cluster: name, user: name, namespace: "default" } }],
    "current-context": name,
  };
  return `${JSON.stringify(config, undefined, 2)}\n`;
}
