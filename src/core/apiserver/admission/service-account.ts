import type { Draft } from "#core/api/define.ts";
import type { Container, Pod, ServiceAccount, Volume } from "#core/api/schema/generated/types.ts";
import { deepFreeze } from "#core/base/freeze.ts";
import { defineAdmission, type AdmissionLookup } from "../admission.ts";
import { refuse } from "./refusal.ts";

const MIRROR_ANNOTATION = "kubernetes.io/config.mirror";
/** Where every container finds its token. */
export const TOKEN_MOUNT_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";
/** Upstream asks for an hour and a few seconds, so that its own tokens can be told apart. */
const TOKEN_SECONDS = 3607;

/** A new pod gets its namespace's default account, and its containers the account's token. Models plugin ServiceAccount. */
export const serviceAccountAdmission = defineAdmission({
  name: "ServiceAccount",
  kinds: ["Pod"],
  admit(attributes, lookup) {
    const { kind, operation, subresource, namespace } = attributes;
    if (kind.storedAs !== "Pod" || operation !== "create" || subresource !== "") return;
    const draft = attributes.draft as Draft<Pod> | undefined;
    if (!draft || draft.metadata.annotations?.[MIRROR_ANNOTATION] !== undefined) return;
    const name = draft.spec.serviceAccountName || "default";
    draft.spec.serviceAccountName = name;
    draft.spec.serviceAccount = name;
    const account = lookup.get("ServiceAccount", { namespace, name }) as ServiceAccount | undefined;
    if (!account)
      throw refuse(
        attributes,
        `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`,
      );
    if (draft.spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true)
      mountToken(draft, lookup);
    if (!draft.spec.imagePullSecrets?.length && account.imagePullSecrets?.length) {
      draft.spec.imagePullSecrets = account.imagePullSecrets.map((reference) => ({ ...reference }));
    }
  },
});

function mountToken(draft: Draft<Pod>, lookup: AdmissionLookup): void {
  const containers = [
    ...(draft.spec.initContainers ?? []),
    ...(draft.spec.containers ?? []),
  ].filter((container) => !hasToken(container));
  if (containers.length === 0) return;
  const taken = new Set((draft.spec.volumes ?? []).map((volume) => volume.name));
  let name = `kube-api-access-${lookup.generateSuffix()}`;
  while (taken.has(name)) name = `kube-api-access-${lookup.generateSuffix()}`;
  for (const container of containers) {
    container.volumeMounts = [
      ...(container.volumeMounts ?? []),
      { name, readOnly: true, mountPath: TOKEN_MOUNT_PATH },
    ];
  }
  draft.spec.volumes = [...(draft.spec.volumes ?? []), tokenVolume(name)];
}

/** A container that mounts something at the token's place is left alone. */
function hasToken(container: Draft<Container>): boolean {
  return container.volumeMounts?.some((mount) => mount.mountPath === TOKEN_MOUNT_PATH) ?? false;
}

/** The same for every pod but for its name, and shared: a pod's parts are not written into once admission has begun to fill them in. */
const TOKEN: Volume["projected"] = deepFreeze({
  sources: [
    { serviceAccountToken: { expirationSeconds: TOKEN_SECONDS, path: "token" } },
    { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
    {
      downwardAPI: {
        items: [
          {
            path: "namespace",
            fieldRef: { apiVersion: "v1", fieldPath: "metadata.namespace" },
          },
        ],
      },
    },
  ],
  defaultMode: 0o644,
});

/** Whether a volume is the one that this plugin adds. */
export function isTokenVolume({ projected }: Volume): boolean {
  return projected === TOKEN;
}

function tokenVolume(name: string): Draft<Volume> {
  return { name, projected: TOKEN } as Draft<Volume>;
}
