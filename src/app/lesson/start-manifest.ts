import { dump } from "js-yaml";
import type { Send } from "#app/state/hooks.ts";

/** What a cluster's start is made of, in the order in which it has to be applied. */
const KINDS = [
  { group: "", version: "v1", resource: "configmaps", kind: "ConfigMap" },
  { group: "", version: "v1", resource: "services", kind: "Service" },
  { group: "apps", version: "v1", resource: "deployments", kind: "Deployment" },
  { group: "apps", version: "v1", resource: "replicasets", kind: "ReplicaSet" },
  { group: "", version: "v1", resource: "pods", kind: "Pod" },
] as const;

/** Made by the cluster itself wherever there is a namespace. */
const OF_THE_CLUSTER = new Set(["Service/kubernetes", "ConfigMap/kube-root-ca.crt"]);

/** The manifest of everything of one's own that stands in the default namespace; "" when there is nothing. */
export async function startManifest(send: Send): Promise<string> {
  const documents: string[] = [];
  for (const { group, version, resource, kind } of KINDS) {
    const { code, body } = await send({
      type: "read",
      request: {
        verb: "list",
        group,
        version,
        resource,
        namespace: "default",
        name: "",
        subresource: "",
        options: {},
      },
    });
    if (code >= 400) continue;
    const { items = [] } = body as { readonly items?: readonly unknown[] };
    const apiVersion = group === "" ? version : `${group}/${version}`;
    for (const item of items) {
      const manifest = asWritten(item, { apiVersion, kind });
      if (manifest) documents.push(dump(manifest, { lineWidth: -1, noRefs: true }));
    }
  }
  return documents.join("---\n");
}

type Fields = Readonly<Record<string, unknown>>;

/** An object as somebody would have written it; undefined for what another object makes anew. */
export function asWritten(
  object: unknown,
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
): Fields | undefined {
  const { metadata = {}, ...rest } = object as Fields & { readonly metadata?: Fields };
  const name = String(metadata["name"] ?? "");
  if (metadata["ownerReferences"] || metadata["deletionTimestamp"]) return undefined;
  if (OF_THE_CLUSTER.has(`${kind}/${name}`)) return undefined;
  const { labels } = metadata;
  const { status: _status, spec, apiVersion: _apiVersion, kind: _kind, ...others } = rest;
  return {
    apiVersion,
    kind,
    metadata: { name, ...(labels !== undefined && { labels }) },
    ...others,
    ...(spec !== undefined && { spec: withoutAssigned(spec as Fields, kind) }),
  };
}

/** A spec without what the server has assigned. */
function withoutAssigned(spec: Fields, kind: string): Fields {
  if (kind === "Service") {
    const { clusterIP, clusterIPs: _all, ...others } = spec;
    return clusterIP === "None" ? { ...others, clusterIP } : others;
  }
  if (kind !== "Pod") return spec;
  const { nodeName: _node, volumes: _volumes, ...others } = spec;
  return others;
}
