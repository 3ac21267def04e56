import type { KubeObject } from "#core/api/meta.ts";
import { exposePod } from "./run-expose.ts";
import { createObject } from "../create-object.ts";
import { defineCommand, type Invocation } from "../command.ts";
import { argumentFailure, failure } from "../failure.ts";
import { GENERATOR_FLAGS } from "../generator-flags.ts";
import { dryRunOf } from "../output.ts";
import { OVERRIDE_FLAGS, overridden } from "../overrides.ts";
import { portNumber } from "../port-number.ts";

const POLICIES: readonly string[] = ["Always", "OnFailure", "Never"];

export const run = defineCommand({
  name: "run",
  summary: "Run a particular image on the cluster",
  usage:
    'NAME --image=image [--env="key=value"] [--port=port] [--dry-run=server|client] [--command] -- [COMMAND] [args...] [options]',
  examples: [
    "kubectl run web --image=nginx",
    "kubectl run job --image=busybox --restart=Never -- date",
  ],
  flags: [
    ...GENERATOR_FLAGS,
    { name: "image", type: "text", usage: "Image of the container." },
    { name: "image-pull-policy", type: "text", usage: "When the image is pulled." },
    { name: "restart", type: "text", usage: "Always, OnFailure or Never.", choices: POLICIES },
    { name: "port", type: "text", usage: "Port the container exposes." },
    { name: "env", type: "list", usage: "key=value; may be repeated." },
    { name: "labels", short: "l", type: "text", usage: "key=value,key=value" },
    { name: "annotations", type: "list", usage: "key=value; may be repeated." },
    { name: "command", type: "bool", usage: "Words behind -- are the command, not its arguments." },
    { name: "expose", type: "bool", usage: "Make a service for the port, too." },
    { name: "privileged", type: "bool", usage: "Run the container with all privileges." },
    ...OVERRIDE_FLAGS,
    { name: "attach", type: "bool", usage: "Not available: needs an attached terminal." },
    { name: "rm", type: "bool", usage: "Not available: needs an attached terminal." },
    {
      name: "stdin",
      short: "i",
      type: "bool",
      usage: "Not available: needs an attached terminal.",
    },
    { name: "tty", short: "t", type: "bool", usage: "Not available: needs an attached terminal." },
    { name: "quiet", short: "q", type: "bool", usage: "Accepted." },
  ],
  requiredFlags: ["image"],
  *run(invocation) {
    const { args, flags, path } = invocation;
    const [name, ...words] = args;
    if (name === undefined) throw argumentFailure("NAME is required for run", path);
    const image = flags.text("image");
    if (image === "") throw failure("--image is required");
    const restartPolicy = flags.text("restart", "Always");
    if (!POLICIES.includes(restartPolicy))
      throw argumentFailure(`invalid restart policy: ${restartPolicy}`, path);
    if (!IMAGE.test(image))
      throw failure(`Invalid image name ${JSON.stringify(image)}: invalid reference format`);
    if (flags.on("expose") && flags.text("port") === "")
      throw argumentFailure("--port must be set when exposing a service", path);
    refuseAttachment(invocation);
    const port = flags.text("port");
    const pullPolicy = flags.text("image-pull-policy");
    const env = flags.list("env").map(envOf);
    const annotations = flags.list("annotations").map(pairOf);
    const labels =
      flags.text("labels") === ""
        ? { run: name }
        : Object.fromEntries(flags.text("labels").split(",").map(pairOf));
    const container = {
      ...(words.length > 0 && { [flags.on("command") ? "command" : "args"]: words }),
      ...(env.length > 0 && { env }),
      image,
      ...(pullPolicy !== "" && { imagePullPolicy: pullPolicy }),
      name,
      ...(port !== "" && { ports: [{ containerPort: portNumber(port) }] }),
      resources: {},
      ...(flags.on("privileged") && { securityContext: { privileged: true } }),
    };
    const object = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: {
        ...(annotations.length > 0 && {
          annotations: Object.fromEntries(annotations) as Record<string, string>,
        }),
        labels,
        name,
      },
      spec: { containers: [container], dnsPolicy: "ClusterFirst", restartPolicy },
      status: {},
    };
    if (flags.on("expose")) yield* exposePod(invocation, { name, port: Number(port) });
    yield* createObject(invocation, {
      type: "pods",
      object: overridden(invocation, "pods", object as unknown as KubeObject),
      fieldManager: "kubectl-run",
      did: "created",
    });
  },
});

/** Models reference.ReferenceRegexp in rough: lower-case path, optional tag and digest. */
const IMAGE =
  /^([\w.-]+(:\d+)?\/)?[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*(:[\w][\w.-]{0,127})?(@[A-Za-z][\w.+-]*:[0-9a-fA-F]{32,})?$/;

/** There is no terminal here to attach. */
function refuseAttachment(invocation: Invocation): void {
  const { flags, path } = invocation;
  const isAttached = flags.on("attach", flags.on("stdin") || flags.on("tty"));
  if (flags.on("rm") && !isAttached)
    throw argumentFailure("--rm should only be used for attached containers", path);
  if (isAttached && dryRunOf(invocation) !== "none")
    throw argumentFailure(
      "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)",
      path,
    );
  if (isAttached) throw failure("kubectl run with an attached terminal is not modelled");
}

function pairOf(text: string): [string, string] {
  const equals = text.indexOf("=");
  if (equals <= 0) throw failure(`unexpected label spec: ${text}`);
  return [text.slice(0, equals), text.slice(equals + 1)];
}

function envOf(text: string): { readonly name: string; readonly value: string } {
  const equals = text.indexOf("=");
  if (equals <= 0) throw failure(`invalid env: ${text}`);
  return { name: text.slice(0, equals), value: text.slice(equals + 1) };
}
