import type { KubeObject } from "#core/api/meta.ts";
import { APPEND_HASH_FLAG, withContentHash } from "../content-hash.ts";
import { createObject, onlyName, type NewObject } from "../create-object.ts";
import { DATA_FLAGS, dataOf, encodeBase64 } from "../data-sources.ts";
import { defineCommand, type Invocation } from "../command.ts";
import { failure } from "../failure.ts";
import { GENERATOR_FLAGS } from "../generator-flags.ts";

const generic = defineCommand({
  name: "generic",
  flags: [...GENERATOR_FLAGS, ...DATA_FLAGS, APPEND_HASH_FLAG, { name: "type", type: "text" }],
  *run(invocation) {
    const name = onlyName(invocation);
    const data = dataOf(invocation, { kind: "Secret", name });
    yield* createObject(
      invocation,
      secretOf(invocation, { name, data, type: invocation.flags.text("type") }),
    );
  },
});

const DOCKER_SERVER = "https://index.docker.io/v1/";

const dockerRegistry = defineCommand({
  name: "docker-registry",
  flags: [
    ...GENERATOR_FLAGS,
    APPEND_HASH_FLAG,
    { name: "docker-username", type: "text" },
    { name: "docker-password", type: "text" },
    { name: "docker-email", type: "text" },
    { name: "docker-server", type: "text" },
    { name: "from-file", type: "list" },
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
    yield* createObject(
      invocation,
      secretOf(invocation, { name, data, type: "kubernetes.io/dockerconfigjson" }),
    );
  },
});

const tls = defineCommand({
  name: "tls",
  flags: [
    ...GENERATOR_FLAGS,
    APPEND_HASH_FLAG,
    { name: "cert", type: "text" },
    { name: "key", type: "text" },
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
    yield* createObject(
      invocation,
      secretOf(invocation, { name, data, type: "kubernetes.io/tls" }),
    );
  },
});

interface SecretContent {
  readonly name: string;
  readonly data: Readonly<Record<string, string>>;
  readonly type: string;
}

function secretOf({ flags }: Invocation, { name, data, type }: SecretContent): NewObject {
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
    object: withContentHash(object as KubeObject, flags),
    fieldManager: "kubectl-create",
    did: "created",
    failing: "secret",
  };
}

export const createSecret = defineCommand({
  name: "secret",
  subcommands: [dockerRegistry, generic, tls],
});
