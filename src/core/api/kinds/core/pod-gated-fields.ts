import type { Draft } from "../../define.ts";
import type { Container, PodSpec, Volume } from "../../schema/generated/types.ts";

/**
 * Takes out of a pod spec what only features that are off would read: stop signals, workloads, bundles and certificates of the cluster's own signers.
 * What was taken out is stored nowhere, so that no old object keeps it. Models podutil.dropDisabledFields.
 */
export function dropGatedFields(spec: Draft<PodSpec>): void {
  if (spec.workloadRef) delete spec.workloadRef;
  for (const volume of spec.volumes ?? []) dropGatedSources(volume);
}

function dropGatedSources({ projected }: Draft<Volume>): void {
  for (const source of projected?.sources ?? []) {
    if (source.clusterTrustBundle) delete source.clusterTrustBundle;
    if (source.podCertificate) delete source.podCertificate;
  }
}

/** The same of a container: a lifecycle of nothing else goes as a whole. */
export function dropStopSignal(container: Draft<Container>): void {
  if (container.lifecycle?.stopSignal === undefined) return;
  delete container.lifecycle.stopSignal;
  if (Object.keys(container.lifecycle).length === 0) delete container.lifecycle;
}
