import type { Draft, KindDefinition } from "#core/api/define.ts";
import type { KubeObject } from "#core/api/meta.ts";
import type { UserInfo } from "#core/api/request.ts";

/** What an admission plugin may read of the cluster. */
export interface AdmissionLookup {
  get(
    kind: string,
    key: { readonly namespace: string; readonly name: string },
  ): KubeObject | undefined;
  list(kind: string, namespace: string): readonly KubeObject[];
  /** The kind that is served under this name, built in or defined. */
  kindNamed(apiVersion: string, kind: string): KindDefinition | undefined;
  /** Writes the status of an object in which admission keeps accounts. */
  writeStatus<T extends KubeObject>(kind: KindDefinition<T>, object: T): void;
  /** A fresh suffix for generated names. */
  generateSuffix(): string;
}

/** One request on its way through admission. */
export interface AdmissionAttributes {
  readonly operation: "create" | "update" | "delete";
  readonly kind: KindDefinition;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  readonly user: UserInfo;
  readonly dryRun: boolean;
  /** The new object, defaulted, still editable in `admit`; absent on delete. */
  readonly draft: Draft<KubeObject> | undefined;
  readonly old: KubeObject | undefined;
  /** Collects texts for the Warning header. */
  readonly warnings: string[];
}

/** One gate between decoding and validation. Refuses by throwing a StatusError. */
export interface AdmissionPlugin {
  readonly name: string;
  /** The only kinds it ever has anything to say of; all of them when absent. */
  readonly kinds?: readonly string[];
  /** May edit the draft. */
  admit?(attributes: AdmissionAttributes, lookup: AdmissionLookup): void;
  /** May only refuse. */
  validate?(attributes: AdmissionAttributes, lookup: AdmissionLookup): void;
}

/** Checks the shape of a plugin at compile time and returns it. */
export function defineAdmission(plugin: AdmissionPlugin): AdmissionPlugin {
  return plugin;
}

/** The plugins in their order, each asked only of the kinds it knows. */
export class AdmissionChain {
  private readonly plugins: readonly AdmissionPlugin[];
  private readonly byKind = new Map<string, readonly AdmissionPlugin[]>();

  constructor(plugins: readonly AdmissionPlugin[]) {
    this.plugins = plugins;
  }

  /** The plugins that may have something to say of a kind. */
  of(kind: string): readonly AdmissionPlugin[] {
    let own = this.byKind.get(kind);
    if (!own) {
      own = this.plugins.filter(({ kinds }) => kinds === undefined || kinds.includes(kind));
      this.byKind.set(kind, own);
    }
    return own;
  }
}
