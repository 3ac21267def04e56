import type { Draft } from "../../define.ts";
import type { MutatingWebhook } from "../../schema/generated/types.ts";
import { defaultRules } from "./match-defaults.ts";

const TIMEOUT_SECONDS = 10;
const HTTPS_PORT = 443;

/** What a webhook does unless it says otherwise. Models SetDefaults_MutatingWebhook and SetDefaults_ServiceReference. */
export function defaultWebhook(hook: Draft<MutatingWebhook>): void {
  hook.failurePolicy ??= "Fail";
  hook.matchPolicy ??= "Equivalent";
  hook.namespaceSelector ??= {};
  hook.objectSelector ??= {};
  hook.timeoutSeconds ??= TIMEOUT_SECONDS;
  if (hook.clientConfig?.service) hook.clientConfig.service.port ??= HTTPS_PORT;
  defaultRules(hook.rules ?? []);
}
