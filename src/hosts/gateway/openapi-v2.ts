import type { KindDefinition } from "#core/api/define.ts";

/** What a client asks for when it wants the old document. */
export const OPENAPI_V2_ASKED = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
/** How the answer is labelled: an at sign is not allowed in what is sent. */
export const OPENAPI_V2_TYPE = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

/** Numbers of the fields of gnostic's openapi_v2.proto that are used here. */
const FIELD = {
  document: { swagger: 1, info: 2, paths: 8, definitions: 9 },
  info: { title: 1, version: 2 },
  paths: { path: 2 },
  named: { name: 1, value: 2 },
  pathItem: { patch: 8 },
  operation: { operationId: 5, parameters: 8, responses: 9, vendorExtension: 13 },
  parametersItem: { parameter: 1 },
  parameter: { nonBody: 2 },
  nonBody: { query: 3 },
  query: { in: 2, name: 4, type: 6 },
  any: { yaml: 2 },
} as const;
const BYTES_TYPE = 2;

/**
 * The OpenAPI v2 document as protobuf, as far as clients still need one beside v3: which writes of which kinds take
 * `fieldValidation` and `dryRun`. It describes no types, so that nothing is checked by the client that the server checks better.
 */
export function openApiV2(kinds: readonly KindDefinition[]): Buffer {
  const paths = kinds.map((kind) => message(FIELD.paths.path, namedPath(kind)));
  return Buffer.concat([
    text(FIELD.document.swagger, "2.0"),
    message(FIELD.document.info, [
      text(FIELD.info.title, "Kubernetes"),
      text(FIELD.info.version, "v1.35.6"),
    ]),
    message(FIELD.document.paths, paths),
    message(FIELD.document.definitions, []),
  ]);
}

function namedPath({ group, version, kind, plural, namespaced }: KindDefinition): Buffer[] {
  const root = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  const path = `${root}${namespaced ? "/namespaces/{namespace}" : ""}/${plural}/{name}`;
  const identity = `group: ${JSON.stringify(group)}\nkind: ${kind}\nversion: ${version}\n`;
  const operation = [
    text(FIELD.operation.operationId, `patch${kind}${version}`),
    ...["dryRun", "fieldManager", "fieldValidation"].map(queryParameter),
    message(FIELD.operation.responses, []),
    message(FIELD.operation.vendorExtension, [
      text(FIELD.named.name, "x-kubernetes-group-version-kind"),
      message(FIELD.named.value, [text(FIELD.any.yaml, identity)]),
    ]),
  ];
  return [
    text(FIELD.named.name, path),
    message(FIELD.named.value, [message(FIELD.pathItem.patch, operation)]),
  ];
}

function queryParameter(name: string): Buffer {
  const query = [
    text(FIELD.query.in, "query"),
    text(FIELD.query.name, name),
    text(FIELD.query.type, "string"),
  ];
  const parameter = message(FIELD.parameter.nonBody, [message(FIELD.nonBody.query, query)]);
  return message(FIELD.operation.parameters, [
    message(FIELD.parametersItem.parameter, [parameter]),
  ]);
}

function text(field: number, value: string): Buffer {
  return message(field, [Buffer.from(value)]);
}

function message(field: number, parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([varint(field * 8 + BYTES_TYPE), varint(body.length), body]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}
