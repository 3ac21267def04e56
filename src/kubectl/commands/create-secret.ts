import type { KubeObject } from "#core/api/meta.ts";
import { createObject, onlyName, type NewObject } from "../create-object.ts";
import { DATA_FLAGS, dataOf, encodeBase64 } from "../data-sources.ts";
import { defineCommand } from "../command.ts";
import { failure } from "../failure.ts";
import { GENERATOR_FLAGS } from "../generator-flags.ts";

const generic = defineCommand({
  name: "generic",
  summary: "Create a secret from a local file, directory, or literal value",
  usage:
    "NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]",
  examples: ["kubectl create secret generic db --from-literal=password=s3cret"],
  flags: [
    ...GENERATOR_FLAGS,
    ...DATA_FLAGS,
    { name: "type", type: "text", usage: "The type of the secret." },
  ],
  *run(invocation) {
    const name = onlyName(invocation);
    const data = dataOf(invocation, { kind: "Secret", name });
    yield* createObject(invocation, secretOf(name, data, invocation.flags.text("type")));
  },
});

const DOCKER_SERVER = "https://index.docker.io/v1/";

const dockerRegistry = defineCommand({
  name: "docker-registry",
  summary: "Create a secret for use with a Docker registry",
  usage:
    "NAME --docker-username=user --docker-password=password --docker-email=email [--docker-server=string] [--from-file=[key=]source] [--dry-run=server|client|none]",
  flags: [
    ...GENERATOR_FLAGS,
    { name: "docker-username", type: "text", usage: "User at the registry." },
    { name: "docker-password", type: "text", usage: "The user's password." },
    { name: "docker-email", type: "text", usage: "The user's address." },
    { name: "docker-server", type: "text", usage: "Address of the registry." },
    { name: "from-file", type: "list", usage: "[key=]file; may be repeated." },
  ],
  *run(invocation) {
    const name = onlyName(invocation);
    const { flags } = invocation;
    const [username, password] = [flags.text("docker-username"), flags.text("docker-password")];
    const server = flags.text("docker-server", DOCKER_SERVER);
    if (flags.list("from-file").length === 0 && [username, password, server].includes(""))
      throw failure(
        "either --from-file or the combination of --docker-username, --docker-password and --docker-server is required",
      );
    const email = flags.text("docker-email");
    const auth = encodeBase64(`${username}:${password}`);
    const entry = { username, password, ...(email !== "" && { email }), auth };
    const data =
      flags.list("from-file").length > 0
        ? dataOf(invocation, { kind: "Secret", name })
        : { ".dockerconfigjson": JSON.stringify({ auths: { [server]: entry } }) };
    yield* createObject(invocation, secretOf(name, data, "kubernetes.io/dockerconfigjson"));
  },
});

const tls = defineCommand({
  name: "tls",
  summary: "Create a TLS secret",
  usage: "NAME --cert=path/to/cert/file --key=path/to/key/file [--dry-run=server|client|none]",
  flags: [
    ...GENERATOR_FLAGS,
    { name: "cert", type: "text", usage: "File with a PEM certificate." },
    { name: "key", type: "text", usage: "File with the private key of the certificate." },
  ],
  *run(invocation) {
    const name = onlyName(invocation);
    const { flags, session } = invocation;
    const [certificate, key] = [flags.text("cert"), flags.text("key")];
    if (certificate === "" || key === "") throw failure("key and cert must be specified");
    const [certificateText, keyText] = [certificate, key].map((path) => {
      const text = session.readFile(path);
      if (text === undefined)
        throw failure(`Cannot read file ${path}, open ${path}: no such file or directory`);
      return text;
    });
    const data = { "tls.crt": certificateText ?? "", "tls.key": keyText ?? "" };
    yield* createObject(invocation, secretOf(name, data, "kubernetes.io/tls"));
  },
});

function secretOf(name: string, data: Readonly<Record<string, string>>, type: string): NewObject {
  const entries = Object.entries(data).map(([key, value]) => [key, encodeBase64(value)]);
  const object = {
    apiVersion: "v1",
    ...(entries.length > 0 && { data: Object.fromEntries(entries) as unknown }),
    kind: "Secret",
    metadata: { name },
    ...(type !== "" && { type }),
  };
  return {
    type: "secrets",
    object: object as KubeObject,
    fieldManager: "kubectl-create",
    did: "created",
    failing: "secret",
  };
}

export const createSecret = defineCommand({
  name: "secret",
  summary: "Create a secret using a specified subcommand",
  description: `Create a secret with specified type.

 A docker-registry type secret is for accessing a container registry.

 A generic type secret indicate an Opaque secret type.

 A tls type secret holds TLS certificate and its associated key.`,
  usage: "(docker-registry | generic | tls) [options]",
  subcommands: [dockerRegistry, generic, tls],
});
