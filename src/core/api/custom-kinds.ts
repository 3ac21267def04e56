import { sortedBy } from "#core/base/order.ts";
import { parseTime } from "#core/base/time.ts";
import { humanDuration } from "./human-duration.ts";
import {
  defineKind,
  type CellContext,
  type Column,
  type Draft,
  type KindDefinition,
  type Subresources,
} from "./define.ts";
import { putAt, valueAt } from "./custom/json-path.ts";
import { replicaErrors, selectorErrors } from "./custom/scale-fields.ts";
import { bodyErrors, listErrorsOf } from "./custom/validate.ts";
import { customFieldSchema } from "./custom-field-schema.ts";
import { fillDefaults } from "./custom/prune.ts";
import { hasRules, ruleErrors } from "./custom/rules.ts";
import { invalid, renderValue, type FieldError, type FieldErrorType } from "./field-error.ts";
import { ageColumn, nameColumn } from "./kinds/columns.ts";
import type { KubeObject } from "./meta.ts";
import { finalizerWarnings } from "./validation/metadata.ts";
import { customStoredAs } from "./stored-as.ts";
import type {
  CustomResourceColumnDefinition,
  CustomResourceDefinition,
  CustomResourceDefinitionVersion,
} from "./schema/generated/types.ts";

type Json = Record<string, unknown>;

const kindsByDefinition = new WeakMap<CustomResourceDefinition, readonly KindDefinition[]>();

/** The kinds that a stored definition has made: one for each version served, none before it is established. Models customresource_handler. */
export function customKindsOf(definition: CustomResourceDefinition): readonly KindDefinition[] {
  const known = kindsByDefinition.get(definition);
  if (known) return known;
  const isEstablished = (definition.status.conditions ?? []).some(
    ({ type, status }) => type === "Established" && status === "True",
  );
  const versions = isEstablished ? definition.spec.versions : [];
  const kinds = versions
    .filter(({ served }) => served)
    .map((version) => servedKind(definition, version));
  kindsByDefinition.set(definition, kinds);
  return kinds;
}

/** The kind to reach every object of a definition by: the stored version where it is served. */
export function customKindOf(definition: CustomResourceDefinition): KindDefinition | undefined {
  const kinds = customKindsOf(definition);
  const stored = definition.spec.versions.find(({ storage }) => storage)?.name;
  return kinds.find(({ version }) => version === stored) ?? kinds[0];
}

/** Of several versions each shows the same objects under its own name, in whichever they were stored. Models the conversion strategy None. */
function servedKind(
  definition: CustomResourceDefinition,
  version: CustomResourceDefinitionVersion,
): KindDefinition {
  const kind = customKind(definition, version);
  const { spec, status } = definition;
  const storage = spec.versions.find((each) => each.storage);
  const isLone = spec.versions.length === 1 && (status.storedVersions ?? []).length < 2;
  if (isLone || !storage) return kind;
  const stored = version.storage ? kind : customKind(definition, storage);
  return {
    ...kind,
    conversion: { stored, toStored: (draft) => draft, fromStored: (object) => object },
  };
}

function customKind(
  { spec, status }: CustomResourceDefinition,
  version: CustomResourceDefinitionVersion,
): KindDefinition {
  const {
    plural,
    singular = "",
    kind,
    shortNames = [],
    categories = [],
    listKind,
  } = status.acceptedNames;
  const schema = version.schema?.openAPIV3Schema ?? {};
  const hasStatus = version.subresources?.status !== undefined;
  const validate = (object: KubeObject, old?: KubeObject): FieldError[] =>
    validateCustom(object, old, version, "whole");
  const text = `${spec.group}/${version.name} ${kind} is deprecated`;
  return defineKind({
    group: spec.group,
    version: version.name,
    kind,
    storedAs: customStoredAs(spec.group, kind),
    plural,
    singular,
    shortNames,
    categories,
    namespaced: spec.scope === "Namespaced",
    schemaName: "",
    custom: {
      schema,
      fieldSchema: customFieldSchema(schema),
      listKind: listKind ?? `${kind}List`,
      isTerminating: (status.conditions ?? []).some(
        (each) => each.type === "Terminating" && each.status === "True",
      ),
    },
    hasGeneration: true,
    deprecation: version.deprecated === true ? (version.deprecationWarning ?? text) : "",
    allowsUnconditionalUpdate: false,
    readDesired: (object) => desiredOf(object, hasStatus),
    subresources: subresourcesOf(version),
    prepareCreate(draft) {
      if (!hasStatus) return;
      delete (draft as unknown as Json)["status"];
      // What is read back from storage has the defaults of its status again.
      fillDefaults(draft, schema);
    },
    prepareUpdate(draft, old) {
      if (hasStatus) takeStatus(draft, old);
    },
    validate: (object) => validate(object),
    validateUpdate: validate,
    finalizerNames: "any",
    warnings: ({ metadata }, old) => finalizerWarnings(metadata, old?.metadata),
    columns: columnsOf(version.additionalPrinterColumns),
    selectableFields: (version.selectableFields ?? []).map(({ jsonPath }) => ({
      path: jsonPath.slice(1),
      read: (object: KubeObject) => textOf(valueAt(object, jsonPath)),
    })),
  });
}

/** Models customresource strategy's Validate, ValidateUpdate and their like for the status. */
function validateCustom(
  object: KubeObject,
  old: KubeObject | undefined,
  { schema: holder, subresources }: CustomResourceDefinitionVersion,
  part: "whole" | "status",
): FieldError[] {
  const schema = holder?.openAPIV3Schema ?? {};
  const scale = subresources?.scale;
  const errors = [
    ...bodyErrors(object, schema, old),
    ...(scale && part === "whole" ? replicaErrors(object, scale.specReplicasPath) : []),
    ...(scale ? replicaErrors(object, scale.statusReplicasPath) : []),
    ...(scale ? selectorErrors(object, scale.labelSelectorPath) : []),
    ...listErrorsOf(object, schema, old),
  ];
  if (!hasRules(schema)) return errors;
  return errors.some(({ type }) => BLOCKING.has(type))
    ? [...errors, invalid("<nil>", null, NOT_CHECKED)]
    : [...errors, ...ruleErrors(object, old, schema)];
}

const NOT_CHECKED =
  "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation";

/** Mistakes after which rules could not be trusted. Models customresource hasBlockingErr. */
const BLOCKING: ReadonlySet<FieldErrorType> = new Set([
  "FieldValueNotSupported",
  "FieldValueRequired",
  "FieldValueTooLong",
  "FieldValueTooMany",
  "FieldValueTypeInvalid",
]);

function desiredOf(object: KubeObject, hasStatus: boolean): unknown {
  const {
    metadata: _metadata,
    apiVersion: _apiVersion,
    kind: _kind,
    ...rest
  } = object as KubeObject & { readonly status?: unknown };
  if (!hasStatus) return rest;
  const { status: _status, ...desired } = rest;
  return desired;
}

function takeStatus(draft: Draft<KubeObject>, old: KubeObject): void {
  const { status } = old as KubeObject & { readonly status?: unknown };
  if (status === undefined) delete (draft as unknown as Json)["status"];
  else Object.assign(draft, { status });
}

function subresourcesOf(version: CustomResourceDefinitionVersion): Subresources<KubeObject> {
  const { subresources } = version;
  const scale = subresources?.scale;
  const numberAt = (object: KubeObject, path: string) => {
    const value = valueAt(object, path);
    return typeof value === "number" ? value : 0;
  };
  return {
    ...(subresources?.status && {
      status: {
        prepareUpdate(draft: Draft<KubeObject>, old: KubeObject) {
          const { status } = draft as Draft<KubeObject> & { status?: unknown };
          for (const key of Object.keys(draft))
            if (key !== "metadata") delete (draft as unknown as Json)[key];
          const { metadata: _metadata, ...rest } = old;
          Object.assign(draft, rest);
          if (status === undefined) delete (draft as unknown as Json)["status"];
          else Object.assign(draft, { status });
        },
        validateUpdate: (object: KubeObject, before: KubeObject) =>
          validateCustom(object, before, version, "status"),
      },
    }),
    ...(scale && {
      scale: {
        readReplicas: (object: KubeObject) => numberAt(object, scale.specReplicasPath),
        replicasPath: scale.specReplicasPath,
        hasReplicas: (object: KubeObject) => valueAt(object, scale.specReplicasPath) !== undefined,
        readStatusReplicas: (object: KubeObject) => numberAt(object, scale.statusReplicasPath),
        readSelector: (object: KubeObject) =>
          scale.labelSelectorPath ? textOf(valueAt(object, scale.labelSelectorPath)) : "",
        writeReplicas(draft: Draft<KubeObject>, replicas: number) {
          putAt(draft as unknown as Json, scale.specReplicasPath, replicas);
        },
      },
    }),
  };
}

function columnsOf(
  columns: readonly CustomResourceColumnDefinition[] | undefined,
): readonly Column<KubeObject>[] {
  if (!columns?.length) return [nameColumn, { ...ageColumn, type: "date" }];
  return [
    nameColumn,
    ...columns.map((column): Column<KubeObject> => {
      const { name, type, format = "", description, jsonPath, priority = 0 } = column;
      return {
        name,
        type: type as Column<KubeObject>["type"],
        format,
        description:
          description || `Custom resource definition column (in JSONPath format): ${jsonPath}`,
        priority,
        cell: (object, context) => cellOf(type, valueAt(object, jsonPath), context),
      };
    }),
  ];
}

/** Models tableconvertor.cellForJSONValue. */
function cellOf(
  type: string,
  value: unknown,
  { nowEpochMs }: CellContext,
): string | number | boolean | null {
  if (value === undefined || value === null) return null;
  switch (type) {
    case "integer":
      return typeof value === "number" ? Math.trunc(value) : null;
    case "number":
      return typeof value === "number" ? value : null;
    case "boolean":
      return typeof value === "boolean" ? value : null;
    case "date": {
      const then = typeof value === "string" ? parseTime(value) : undefined;
      return then === undefined ? "<invalid>" : humanDuration(nowEpochMs - then);
    }
    default:
      return textOf(value);
  }
}

/** A value as client-go's jsonpath prints it: what holds others as Go's JSON, keys in order. */
function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object"
    ? renderValue(inKeyOrder(value))
    : String(value as string | number);
}

function inKeyOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inKeyOrder);
  if (typeof value !== "object" || value === null) return value;
  const entries = sortedBy(Object.entries(value), ([key]) => key);
  return Object.fromEntries(entries.map(([key, part]) => [key, inKeyOrder(part)]));
}
