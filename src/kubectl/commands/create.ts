import { RECORD_FLAG, recorded } from "../record.ts";
import { callObject } from "../api.ts";
import { defineCommand, type Invocation, type Steps } from "../command.ts";
import {
  argumentFailure,
  failure,
  isFailureToPrint,
  throwGathered,
  withSource,
} from "../failure.ts";
import { checkKustomize } from "../kustomization.ts";
import { withLastApplied } from "../last-applied.ts";
import {
  CHANGE_FLAGS,
  type DryRun,
  dryRunOf,
  OUTPUT_FLAGS,
  report,
  VALIDATE_FLAG,
} from "../output.ts";
import { writeRaw } from "../raw.ts";
import { requestOptions } from "../request-options.ts";
import { FILE_FLAGS, fileTargets, type FileTarget } from "../target.ts";
import { createClusterRole } from "./create-clusterrole.ts";
import { createConfigMap } from "./create-configmap.ts";
import { createCronJob } from "./create-cronjob.ts";
import { createDeployment } from "./create-deployment.ts";
import { createIngress } from "./create-ingress.ts";
import { createJob } from "./create-job.ts";
import { createNamespace } from "./create-namespace.ts";
import { createPodDisruptionBudget } from "./create-poddisruptionbudget.ts";
import { createPriorityClass } from "./create-priorityclass.ts";
import { createQuota } from "./create-quota.ts";
import { createRole } from "./create-role.ts";
import { createClusterRoleBinding, createRoleBinding } from "./create-rolebinding.ts";
import { createSecret } from "./create-secret.ts";
import { createService } from "./create-service.ts";
import { createServiceAccount } from "./create-serviceaccount.ts";
import { createToken } from "./create-token.ts";

export const create = defineCommand({
  name: "create",
  flags: [
    ...FILE_FLAGS,
    ...OUTPUT_FLAGS,
    ...CHANGE_FLAGS,
    VALIDATE_FLAG,
    RECORD_FLAG,
    {
      name: "save-config",
      type: "bool",
    },
    { name: "edit", type: "bool" },
    { name: "raw", type: "text" },
  ],
  subcommands: [
    createClusterRole,
    createClusterRoleBinding,
    createConfigMap,
    createCronJob,
    createDeployment,
    createIngress,
    createJob,
    createNamespace,
    createPodDisruptionBudget,
    createPriorityClass,
    createQuota,
    createRole,
    createRoleBinding,
    createSecret,
    createService,
    createServiceAccount,
    createToken,
  ],
  *run(invocation) {
    const { args, flags, path } = invocation;
    if (args.length > 0) throw argumentFailure(`Unexpected args: [${args.join(" ")}]`, path);
    if (flags.text("raw") !== "") return yield* writeRaw(invocation, "create");
    const files = flags.list("filename");
    checkKustomize(invocation);
    if (files.length === 0) throw failure("must specify one of -f and -k");
    const dryRun = dryRunOf(invocation);
    const { targets, failures } = fileTargets(invocation, files);
    if (targets.length === 0 && failures.length === 0) throw failure("no objects passed to create");
    for (const target of targets) {
      try {
        yield* createOne(invocation, target, dryRun);
      } catch (error) {
        if (!isFailureToPrint(error)) throw error;
        failures.push(withSource(error, { verb: "creating", source: target.source }));
      }
    }
    throwGathered(failures);
  },
});

function* createOne(invocation: Invocation, target: FileTarget, dryRun: DryRun): Steps<void> {
  const { resource, namespace } = target;
  const saved = invocation.flags.on("save-config") ? withLastApplied(target.object) : target.object;
  const body = recorded(saved, invocation);
  const options = requestOptions(invocation, { fieldManager: "kubectl-create", dryRun });
  const object =
    dryRun === "client"
      ? body
      : yield* callObject({ verb: "create", resource, namespace, body, options });
  yield* report(
    invocation,
    { resource, name: object.metadata.name ?? "", object, did: "created" },
    dryRun,
  );
}
