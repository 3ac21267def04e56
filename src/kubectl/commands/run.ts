import { RECORD_FLAG, recorded } from "../record.ts";
import type { KubeObject } from "#core/api/meta.ts";
import { exposePod } from "./run-expose.ts";
import { createObject } from "../create-object.ts";
import { defineCommand, type Invocation } from "../command.ts";
import { argumentFailure, failure } from "../failure.ts";
import { GENERATOR_FLAGS } from "../generator-flags.ts";
import { dryRunOf } from "../output.ts";
import { OVERRIDE_FLAGS, overridden } from "../overrides.ts";
import { portNumber } from "../port-number.ts";
import { FILE_FLAGS } from "../target.ts";

const POLICIES: readonly string[] = ["Always", "OnFailure", "Never"];
const PULL_POLICIES: readonly string[] = ["", "Always", "IfNotPresent", "Never"];

export const run = defineCommand({
  name: "run",
  flags: [
    ...GENERATOR_FLAGS,
    RECORD_FLAG,
    { name: "image", type: "text" },
    { name: "image-pull-policy", type: "text" },
    { name: "restart", type: "text", choices: POLICIES },
    { name: "port", type: "text" },
    { name: "env", type: "list" },
    { name: "labels", short: "l", type: "text" },
    { name: "annotations", type: "list" },
    { name: "command", type: "bool" },
    { name: "expose", type: "bool" },
    { name: "privileged", type: "bool" },
    ...OVERRIDE_FLAGS,
    { name: "attach", type: "bool" },
    { name: "rm", type: "bool" },
    {
      name: "stdin",
      short: "i",
      type: "bool",
    },
    { name: "tty", short: "t", type: "bool" },
    { name: "quiet", short: "q", type: "bool" },
    { name: "leave-stdin-open", type: "bool" },
    { name: "pod-running-timeout", type: "duration" },
    // How an attached pod is deleted in the end.
    ...FILE_FLAGS,
    { name: "cascade", type: "text", bare: "background" },
    { name: "force", type: "bool" },
    { name: "grace-period", type: "int" },
    { name: "timeout", type: "duration" },
    { name: "wait", type: "bool" },
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
    if (!PULL_POLICIES.includes(pullPolicy))
      throw argumentFailure(`invalid image pull policy: ${pullPolicy}`, path);
    const env = flags.list("env").map(envOf);
    const annotations = flags.list("annotations").map(annotationOf);
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
      object: recorded(overridden(invocation, "pods", object as unknown as KubeObject), invocation),
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
  if (flags.on("tty") && !flags.on("stdin"))
    throw argumentFailure("-i/--stdin is required for containers with -t/--tty=true", path);
  if (isAttached && dryRunOf(invocation) !== "none")
    throw argumentFailure(
      "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)",
      path,
    );
  if (isAttached) throw failure("kubectl run with an attached terminal is not modelled");
}

function annotationOf(text: string): [string, string] {
  if (text.indexOf("=") <= 0) throw failure(`invalid annotations format: ${text}`);
  return pairOf(text);
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
