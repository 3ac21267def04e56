import { controllerOf, nameOf, type KubeObject } from "#core/api/meta.ts";

const HASH_LABEL = "pod-template-hash";

/** Replaces the random parts of names by their order of creation, as the recordings have it: `web-<rs2>-<3>`. */
export class Renamer {
  private readonly names = new Map<string, string>();
  private readonly counts = new Map<string, number>();

  /** Notes a new object. Owners come before what they own. */
  note(object: KubeObject): void {
    const name = nameOf(object);
    if (this.names.has(name)) return;
    const owner = controllerOf(object);
    if (object.kind === "EndpointSlice")
      this.names.set(
        name,
        this.numbered(object.metadata.labels?.["kubernetes.io/service-name"] ?? name, "slice", ""),
      );
    else if (!owner) return;
    else if (object.kind === "ReplicaSet") this.noteReplicaSet(object, owner.name);
    else if (object.kind === "ControllerRevision")
      this.names.set(name, this.numbered(owner.name, "rev", "rev"));
    else if (object.kind === "Job") this.names.set(name, this.numbered(owner.name, "run", "run"));
    else if (object.kind === "Pod")
      this.names.set(name, this.numbered(this.names.get(owner.name) ?? owner.name, "pod", ""));
  }

  /** The name that is shown as this text. */
  originalOf(shown: string): string | undefined {
    // Of two kinds that are shown alike the later one is meant: slices come before pods.
    return [...this.names].findLast(([, text]) => text === shown)?.[0];
  }

  /** A text in which the noted names are replaced; the longest first, since names begin with others. */
  renamed(text: string): string {
    const longestFirst = [...this.names].sort(([a], [b]) => b.length - a.length);
    return longestFirst.reduce((result, [name, shown]) => result.replaceAll(name, shown), text);
  }

  private noteReplicaSet(object: KubeObject, deployment: string): void {
    const shown = this.numbered(deployment, "rs", "rs");
    this.names.set(nameOf(object), shown);
    const hash = object.metadata.labels?.[HASH_LABEL];
    if (hash !== undefined) this.names.set(hash, `<hash of ${shown}>`);
  }

  private numbered(base: string, kind: string, prefix: string): string {
    const key = `${kind}|${base}`;
    const number = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, number);
    return `${base}-<${prefix}${number}>`;
  }
}
