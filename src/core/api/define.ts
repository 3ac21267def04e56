import type { FieldError } from "./field-error.ts";
import type { KubeObject } from "./meta.ts";
import type { FieldSchema } from "./schema/field-schema.ts";
import type { JSONSchemaProps } from "./schema/generated/types.ts";

/** A writable copy of a readonly value: what defaulting and preparation may edit. */
export type Draft<T> = T extends readonly (infer Element)[]
  ? Draft<Element>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Draft<T[Key]> }
    : T;

/** What a printer column may look at besides the object. */
export interface CellContext {
  /** Virtual time as Unix milliseconds: ages count back from here. */
  readonly nowEpochMs: number;
}

/** One column of the server-side table. Models metav1.TableColumnDefinition plus its printer. */
export interface Column<T> {
  readonly name: string;
  readonly type: "string" | "integer" | "boolean" | "date" | "number";
  readonly format?: string;
  readonly description: string;
  /** 0 is always shown; more only with `-o wide`. */
  readonly priority: number;
  cell(object: T, context: CellContext): string | number | boolean | null;
}

/** Something worth knowing of a row of the server-side table. Models metav1.TableRowCondition. */
export interface RowCondition {
  readonly type: "Completed";
  readonly status: "True";
  readonly reason: string;
  readonly message: string;
}

/** One field that field selectors may name, such as `spec.nodeName`. */
export interface SelectableField<T> {
  readonly path: string;
  read(object: T): string;
}

/** How names of a kind are checked. */
export type NameFormat = "dns-subdomain" | "dns-label" | "dns-1035-label" | "path-segment";

/** What preparing a change may know besides the objects. */
export interface UpdateContext {
  /** Virtual time as the API writes it. */
  readonly now: string;
  /** Takes a text for the Warning header about what the preparation hides from `warnings`. */
  readonly warn?: (text: string) => void;
}

/** How one kind behaves behind each of its subresources. */
export interface Subresources<T> {
  /** Present when the kind has `/status`: status writes change nothing but status. */
  readonly status?: {
    /** What a status write keeps besides the spec, such as `metadata.labels`. Models the status strategy's GetResetFields. */
    readonly keptFields?: readonly string[];
    validateUpdate?(object: T, old: T): FieldError[];
    prepareUpdate?(draft: Draft<T>, old: T, context: UpdateContext): void;
  };
  /** Present when the kind has `/approval`: a status write of its own, for those who judge. */
  readonly approval?: NonNullable<Subresources<T>["status"]>;
  /** Present when the kind has `/scale`: where autoscaling/v1 Scale is read from and written to. */
  readonly scale?: {
    readReplicas(object: T): number;
    /** Present where an object may have no number of replicas: where it would stand, and whether there is one. */
    readonly replicasPath?: string;
    hasReplicas?(object: T): boolean;
    readStatusReplicas(object: T): number;
    /** The selector as query text, "" when there is none. */
    readSelector(object: T): string;
    writeReplicas(draft: Draft<T>, replicas: number): void;
  };
}

/** The metadata as they are, or what became of the old ones. */
export type MetaCheck = "whole" | "changes";

/** What kinds that are questions ask: whether somebody may do something, what one may do oneself, who one is, whose a token is. */
export type QuestionName = "subject-access" | "self-access" | "self-rules" | "self" | "token";

/** Who gives out what objects may hold once. */
export type AllocatorName = "services";

/**
 * What is not done again for bodies that the cluster's own components send. `well-formed` ones keep to the server's own form, zero values left
 * out, and are not decoded; those `from-template` moreover come by the thousand with one spec, which is judged once; `unchecked` ones are handed over, with no defaults to fill in, and are neither copied nor validated.
 */
export interface Trust {
  readonly bodies?: "well-formed" | "from-template" | "unchecked";
  readonly statusUpdates?: "well-formed" | "unchecked";
}

/** What a kind that a CustomResourceDefinition made is read and checked by, in place of a field table. */
export interface CustomSchema {
  readonly schema: JSONSchemaProps;
  /** The same for readers of field tables, metadata included. */
  readonly fieldSchema: FieldSchema;
  readonly listKind: string;
  /** Whether its definition is about to go: nothing new is let in. */
  readonly isTerminating: boolean;
}

/** Everything the cluster knows of one kind: server, discovery, kubectl, editor and printers all read this value. */
export interface KindDefinition<T extends KubeObject = KubeObject> {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** What the store, watches and caches keep its objects under: the name of a built-in kind, name and group of one that a definition made, all versions alike. */
  readonly storedAs: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  /** Key into the generated field tables: `io.k8s.api.apps.v1.ReplicaSet`. */
  readonly schemaName: string;
  readonly nameFormat: NameFormat;
  /** Present where finalizers may have any qualified name: only the kinds of upstream's main API look for a path in it. */
  readonly finalizerNames?: "any";
  /** What creating an object of the kind stands for: a call to a subresource of the object of its name in another kind. */
  readonly standsFor?: { readonly kind: KindDefinition; readonly subresource: string };
  /** Present on kinds that are questions: what is created is answered and not kept. */
  readonly question?: QuestionName;
  /** Who gives objects of the kind what each may hold once. */
  readonly allocator?: AllocatorName;
  /** Whether the store finds objects by spec.nodeName. */
  readonly isIndexedByNode?: boolean;
  /** How much what comes from the cluster's own components is taken at its word. */
  readonly trusts?: Trust;
  /** Verbs offered in discovery. */
  readonly verbs: readonly string[];
  /** Further subresource names answered by the server itself (`binding`, `eviction`, `log`). */
  readonly extraSubresources: readonly string[];
  readonly subresources: Subresources<T>;
  /** Present on custom resources only. */
  readonly custom?: CustomSchema;
  /** Whether metadata.generation is maintained. */
  readonly hasGeneration: boolean;
  /** What metadata.generation counts the changes of: everything but metadata and status, unless a kind says otherwise. */
  readDesired(object: T): unknown;
  /** By path, what the storage keeps of such an object though no reader is shown it: whoever owned it still does. Models a store's Decorator that drops fields. */
  unseenFields?(object: T): Readonly<Record<string, unknown>>;
  /** Text of the Warning header on every answer about a deprecated kind, "" for the others. */
  readonly deprecation: string;
  /** Whether an object without a name gets a uid for one. */
  readonly namesItself: boolean;
  /** Whether PUT without a resourceVersion is accepted. */
  readonly allowsUnconditionalUpdate: boolean;
  /** Whether PUT of an object that does not exist creates it (Lease, Event …). */
  readonly allowsCreateOnUpdate: boolean;
  /** What DELETE without a propagation policy does to dependents. */
  readonly defaultPropagation: "Background" | "Orphan";
  /** Whether DELETE answers the object itself instead of a Status. Models ReturnDeletedObject of the kind's store. */
  readonly returnsDeletedObject: boolean;
  /** Where the storage keeps the objects if that is not named like the kind: some errors tell it. */
  readonly storageName?: string;
  /** Text for the Warning header of a DELETE that leaves the fate of dependents to the kind. */
  readonly deletionWarning?: string;
  /** Fills in what the client left out. Runs after the schema's own defaults, on every create and update. Models SetDefaults_<Kind>. */
  setDefaults(draft: Draft<T>): void;
  /** Clears or sets what a client may not decide. Models strategy.PrepareForCreate (generation is kept by the server). */
  prepareCreate(draft: Draft<T>, context: UpdateContext): void;
  /** Keeps status and other server-owned parts from the old object. Models strategy.PrepareForUpdate. */
  prepareUpdate(draft: Draft<T>, old: T): void;
  /** What the first delete makes of an object before anything else happens to it, for kinds that begin to go in a way of their own. */
  beginDeletion?(old: T, now: string): T;
  /** Finalizers besides those of the metadata that keep an object being deleted from going. */
  remainingFinalizers?(object: T): readonly string[];
  /** Seconds an object has from its deletion on, if the request asks for `asked`; kinds without it go at once. Models CheckGracefulDelete. */
  gracePeriodSeconds?(old: T, asked: number | undefined): number;
  /** Every mistake of a new object, metadata aside (the server checks that itself). Models Validate<Kind>. */
  validate(object: T): FieldError[];
  /** What of its metadata the kind itself looks at when an object changes, after the server has for all kinds; kinds that look at nothing do not look when an object is new either. */
  readonly metadataOnUpdate: readonly MetaCheck[];
  /** Every mistake of a change, metadata aside. Models Validate<Kind>Update; includes what `validate` finds. */
  validateUpdate(object: T, old: T): FieldError[];
  /** Texts for the Warning header. */
  warnings(object: T, old: T | undefined): string[];
  readonly columns: readonly Column<T>[];
  /** What a table says of a whole row. Models metav1.TableRowCondition. */
  rowConditions?(object: T): readonly RowCondition[];
  /** The order of rows in tables, for kinds that are not shown in the order of their names. */
  compareRows?(a: T, b: T): number;
  /** Field selectors besides metadata.name and metadata.namespace. */
  readonly selectableFields: readonly SelectableField<T>[];
  /** Whether the refusal of another field names the kind, as some of upstream's conversions do. */
  readonly namesItselfInSelectors?: boolean;
  /** Present when objects are stored in the form of another version, to and from which they are converted. */
  readonly conversion?: VersionConversion;
}

/** How one served version of a kind relates to the version that is stored. Models a scheme's conversion functions. */
export interface VersionConversion {
  readonly stored: KindDefinition;
  /** A decoded and defaulted object of this version in the stored form. */
  toStored(draft: Draft<KubeObject>): Draft<KubeObject>;
  /** A stored object as this version shows it. */
  fromStored(object: KubeObject): KubeObject;
}

type Optional =
  | "storedAs"
  | "singular"
  | "shortNames"
  | "categories"
  | "namespaced"
  | "nameFormat"
  | "verbs"
  | "extraSubresources"
  | "subresources"
  | "hasGeneration"
  | "readDesired"
  | "deprecation"
  | "namesItself"
  | "allowsUnconditionalUpdate"
  | "allowsCreateOnUpdate"
  | "defaultPropagation"
  | "returnsDeletedObject"
  | "setDefaults"
  | "prepareCreate"
  | "prepareUpdate"
  | "validate"
  | "metadataOnUpdate"
  | "validateUpdate"
  | "warnings"
  | "selectableFields";

/** What an author must say of a kind; the rest has the usual values. */
export type KindOptions<T extends KubeObject> = Omit<KindDefinition<T>, Optional> &
  Partial<Pick<KindDefinition<T>, Optional>> & {
    /**
     * The status of a new object, of kinds whose status is not the client's to decide: creating starts it anew, updates keep it, and a status write
     * keeps the rest. Models the usual pair of a strategy and its status strategy.
     */
    readonly newStatus?: () => unknown;
  };

/** Every verb of an ordinary resource, in discovery's order. */
export const ALL_VERBS = [
  "create",
  "delete",
  "deletecollection",
  "get",
  "list",
  "patch",
  "update",
  "watch",
] as const;

/** Completes a kind with the usual values. */
export function defineKind<T extends KubeObject>({
  newStatus,
  ...options
}: KindOptions<T>): KindDefinition<T> {
  const validate = options.validate ?? (() => []);
  return {
    storedAs: options.kind,
    singular: options.kind.toLowerCase(),
    shortNames: [],
    categories: [],
    namespaced: true,
    nameFormat: "dns-subdomain",
    verbs: ALL_VERBS,
    extraSubresources: [],
    subresources: {},
    hasGeneration: false,
    readDesired: withoutStatus,
    deprecation: "",
    namesItself: false,
    allowsUnconditionalUpdate: true,
    allowsCreateOnUpdate: false,
    defaultPropagation: "Background",
    returnsDeletedObject: false,
    setDefaults() {},
    prepareCreate() {},
    prepareUpdate() {},
    metadataOnUpdate: ["changes"],
    validateUpdate: (object) => validate(object),
    warnings: () => [],
    selectableFields: [],
    ...options,
    ...(newStatus && withOwnStatus(options, newStatus)),
    validate,
  };
}

interface Parts {
  spec?: unknown;
  status?: unknown;
}

/** The preparations of a kind whose status is its own, each followed by what the kind does besides. */
function withOwnStatus<T extends KubeObject>(
  { prepareCreate, prepareUpdate, subresources }: Omit<KindOptions<T>, "newStatus">,
  newStatus: () => unknown,
): Pick<KindDefinition<T>, "prepareCreate" | "prepareUpdate" | "subresources"> {
  const status = subresources?.status;
  return {
    prepareCreate(draft, context) {
      (draft as Parts).status = newStatus();
      prepareCreate?.(draft, context);
    },
    prepareUpdate(draft, old) {
      (draft as Parts).status = (old as Parts).status;
      prepareUpdate?.(draft, old);
    },
    subresources: {
      ...subresources,
      status: {
        ...status,
        prepareUpdate(draft, old, context) {
          (draft as Parts).spec = (old as Parts).spec;
          status?.prepareUpdate?.(draft, old, context);
        },
      },
    },
  };
}

function withoutStatus(object: KubeObject): unknown {
  const {
    metadata: _metadata,
    status: _status,
    ...rest
  } = object as KubeObject & { readonly status?: unknown };
  return rest;
}

/** What tells a further served version of a kind from the stored one. */
export interface ServedVersionOptions<T extends KubeObject, Stored extends KubeObject> {
  readonly group: string;
  readonly version: string;
  readonly schemaName: string;
  /** Defaults of this version's own, before the conversion. */
  setDefaults(draft: Draft<T>): void;
  toStored(draft: Draft<T>): Draft<Stored>;
  fromStored(object: Stored): T;
  /** Mistakes that only this version refuses, in place of the stored version's `validate`. */
  validate?(object: Stored): FieldError[];
  validateUpdate?(object: Stored, old: Stored): FieldError[];
}

/** A further version of a kind: read, shown and defaulted in its own way, and the stored version in everything else. */
export function servedVersion<T extends KubeObject, Stored extends KubeObject>(
  stored: KindDefinition<Stored>,
  options: ServedVersionOptions<T, Stored>,
): KindDefinition<Stored> {
  const { group, version, schemaName, validate, validateUpdate } = options;
  return {
    ...stored,
    group,
    version,
    schemaName,
    ...(validate && { validate }),
    ...(validateUpdate && { validateUpdate }),
    setDefaults: options.setDefaults as unknown as KindDefinition<Stored>["setDefaults"],
    conversion: {
      stored: stored as unknown as KindDefinition,
      toStored: (draft) =>
        options.toStored(draft as unknown as Draft<T>) as unknown as Draft<KubeObject>,
      fromStored: (object) => options.fromStored(object as unknown as Stored),
    },
  };
}

/** `v1` or `apps/v1`: the apiVersion of a kind. */
export function apiVersionOf(kind: { readonly group: string; readonly version: string }): string {
  return kind.group === "" ? kind.version : `${kind.group}/${kind.version}`;
}
