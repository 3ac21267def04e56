import { matchesFields, parseFieldSelector } from "#core/api/field-selector.ts";
import { matchesLabels, parseLabelSelector } from "#core/api/label-selector.ts";
import type { KubeObject } from "#core/api/meta.ts";
import { applyJsonPatch } from "#core/api/patch/json-patch.ts";
import { applyMergePatch } from "#core/api/patch/merge-patch.ts";
import { patchSchemaNamed } from "#core/api/patch/patch-schema.ts";
import { applyStrategicPatch } from "#core/api/patch/strategic-merge.ts";
import type { ApiRequest, ApiResponse } from "#core/api/request.ts";
import { notFound, type StatusError } from "#core/api/status.ts";
import type { ApiResource } from "#kubectl/define.ts";
import { textAt, valueAt } from "#kubectl/json.ts";
import { schemaNameOf } from "#kubectl/schema-name.ts";
import { stubResources } from "./stub-resources.ts";
import { stubTable } from "./stub-table.ts";

type Request = Omit<ApiRequest, "user" | "agent">;

/** Just enough of an API server to show kubectl given objects: no defaults, no validation, no controllers. */
export class StubServer {
  #objects: KubeObject[];
  #revision = 100;

  constructor(objects: readonly KubeObject[]) {
    this.#objects = objects.map((object) => ({
      ...object,
      metadata: { resourceVersion: String((this.#revision += 1)), ...object.metadata },
    }));
  }

  handle(request: Request): ApiResponse {
    const resource = stubResources.find(
      (each) => each.plural === request.resource && each.group === request.group,
    );
    if (!resource)
      return refusal(notFound({ group: request.group, resource: request.resource }, request.name));
    if (request.subresource !== "") return this.#subresource(request, resource);
    switch (request.verb) {
      case "list":
        return this.#list(request, resource);
      case "get":
        return this.#withObject(request, resource, (object) =>
          ok(request.table ? stubTable(resource, [object]) : object),
        );
      case "create":
        return this.#create(request);
      case "update":
        return this.#replace(request, resource, () => request.body as KubeObject);
      case "patch":
        return this.#replace(request, resource, (object) => patched(object, request, resource));
      case "delete":
        return this.#delete(request, resource);
      default:
        return refusal(
          notFound({ group: request.group, resource: request.resource }, request.name),
        );
    }
  }

  #find(request: Request, resource: ApiResource): KubeObject | undefined {
    return this.#objects.find(
      (object) =>
        belongs(object, resource, request.namespace) && object.metadata.name === request.name,
    );
  }

  #withObject(
    request: Request,
    resource: ApiResource,
    answer: (object: KubeObject) => ApiResponse,
  ): ApiResponse {
    const object = this.#find(request, resource);
    return object
      ? answer(object)
      : refusal(notFound({ group: resource.group, resource: resource.plural }, request.name));
  }

  #list(request: Request, resource: ApiResource): ApiResponse {
    const { labelSelector = "", fieldSelector = "" } = request.options;
    const labels = parseLabelSelector(labelSelector);
    const fields = parseFieldSelector(fieldSelector);
    const items = this.#objects.filter(
      (object) =>
        belongs(object, resource, request.namespace) &&
        matchesLabels(labels, object.metadata.labels) &&
        matchesFields(fields, (field) => fieldText(object, field)),
    );
    return ok(
      request.table
        ? stubTable(resource, items)
        : {
            apiVersion: "v1",
            kind: "List",
            metadata: { resourceVersion: String(this.#revision) },
            items,
          },
    );
  }

  #create(request: Request): ApiResponse {
    const object = request.body as KubeObject;
    this.#objects = [...this.#objects, object];
    return { code: 201, body: object, warnings: [] };
  }

  #replace(
    request: Request,
    resource: ApiResource,
    change: (object: KubeObject) => KubeObject,
  ): ApiResponse {
    return this.#withObject(request, resource, (object) => {
      const next = change(object);
      this.#objects = this.#objects.map((each) => (each === object ? next : each));
      return ok(next);
    });
  }

  #delete(request: Request, resource: ApiResource): ApiResponse {
    return this.#withObject(request, resource, (object) => {
      this.#objects = this.#objects.filter((each) => each !== object);
      return ok(object);
    });
  }

  #subresource(request: Request, resource: ApiResource): ApiResponse {
    if (request.subresource === "log") return ok("hello line 1\nhello line 2\n");
    if (request.subresource === "eviction") return this.#delete(request, resource);
    return this.#withObject(request, resource, (object) => {
      const replicas =
        valueAt(request.body, "spec", "replicas") ?? valueAt(object, "spec", "replicas");
      return ok({
        apiVersion: "autoscaling/v1",
        kind: "Scale",
        metadata: object.metadata,
        spec: { replicas },
        status: {},
      });
    });
  }
}

function patched(
  object: KubeObject,
  { patchType, body }: Request,
  resource: ApiResource,
): KubeObject {
  if (patchType === "json") return applyJsonPatch(object, body) as KubeObject;
  const plain = JSON.parse(JSON.stringify(object)) as Record<string, unknown>;
  if (patchType === "merge") return applyMergePatch(plain, body) as KubeObject;
  return applyStrategicPatch(
    plain,
    body as Record<string, unknown>,
    patchSchemaNamed(schemaNameOf(resource) ?? ""),
  ) as unknown as KubeObject;
}

function belongs(object: KubeObject, resource: ApiResource, namespace: string): boolean {
  const group = object.apiVersion.includes("/") ? (object.apiVersion.split("/")[0] ?? "") : "";
  return (
    object.kind === resource.kind &&
    group === resource.group &&
    (!resource.namespaced ||
      namespace === "" ||
      (object.metadata.namespace ?? "default") === namespace)
  );
}

function fieldText(object: KubeObject, field: string): string {
  const value = valueAt(object, ...field.split("."));
  return field === "status.phase" || field === "spec.nodeName" || value === undefined
    ? textAt(object, ...field.split("."))
    : String(value);
}

function ok(body: unknown): ApiResponse {
  return { code: 200, body, warnings: [] };
}

function refusal(error: StatusError): ApiResponse {
  return { code: error.code, body: error.status, warnings: [] };
}
