import type { Command } from "../command.ts";
import { alpha } from "./alpha.ts";
import { annotate } from "./annotate.ts";
import { apiResources } from "./api-resources.ts";
import { apiVersions } from "./api-versions.ts";
import { apply } from "./apply.ts";
import { auth } from "./auth.ts";
import { autoscale } from "./autoscale.ts";
import { clusterInfo } from "./cluster-info.ts";
import { certificate } from "./certificate.ts";
import { config } from "./config.ts";
import { cordon, uncordon } from "./cordon.ts";
import { create } from "./create.ts";
import { deleteCommand } from "./delete.ts";
import { describe } from "./describe.ts";
import { diff } from "./diff.ts";
import { drain } from "./drain.ts";
import { events } from "./events.ts";
import { exec } from "./exec.ts";
import { explain } from "./explain.ts";
import { expose } from "./expose.ts";
import { get } from "./get.ts";
import { label } from "./label.ts";
import { logs } from "./logs.ts";
import { attach, cp, debug, edit, portForward, proxy } from "./not-here.ts";
import { completion, kustomize, plugin } from "./not-installed.ts";
import { options } from "./options.ts";
import { patch } from "./patch.ts";
import { replace } from "./replace.ts";
import { rollout } from "./rollout.ts";
import { run } from "./run.ts";
import { scale } from "./scale.ts";
import { set } from "./set.ts";
import { taint } from "./taint.ts";
import { top } from "./top.ts";
import { version } from "./version.ts";
import { wait } from "./wait.ts";

/** Every command, in the order the real kubectl registers them: suggestions are listed so. */
export const commands: readonly Command[] = [
  create,
  expose,
  run,
  set,
  explain,
  get,
  edit,
  deleteCommand,
  rollout,
  scale,
  autoscale,
  certificate,
  clusterInfo,
  top,
  cordon,
  uncordon,
  drain,
  taint,
  describe,
  logs,
  attach,
  exec,
  portForward,
  proxy,
  cp,
  auth,
  debug,
  events,
  diff,
  apply,
  patch,
  replace,
  wait,
  kustomize,
  label,
  annotate,
  completion,
  alpha,
  apiResources,
  apiVersions,
  config,
  plugin,
  version,
  options,
];
