import { forbiddenField, invalid, required, type FieldError } from "../field-error.ts";
import { subdomainProblems } from "../label-format.ts";
import type { APIService } from "../schema/generated/types.ts";
import { label1035Problems, portNumberProblems } from "./problems.ts";

/** Every mistake of an APIService. Models kube-aggregator validation.ValidateAPIService. */
export function validateApiService({ metadata, spec }: APIService): FieldError[] {
  const { group = "", version = "", groupPriorityMinimum, versionPriority, service } = spec ?? {};
  const wanted = group === "" ? `${version}.` : `${version}.${group}`;
  const errors: FieldError[] = [];
  if (metadata.name && metadata.name !== wanted)
    errors.push(invalid("metadata.name", metadata.name, '`spec.version+"."+spec.group`'));
  if (group !== "" && subdomainProblems(group).length > 0)
    errors.push(invalid("spec.group", group, subdomainProblems(group).join(",")));
  if (label1035Problems(version).length > 0)
    errors.push(invalid("spec.version", version, label1035Problems(version).join(",")));
  errors.push(
    ...within("spec.groupPriorityMinimum", groupPriorityMinimum ?? 0, 20_000),
    ...within("spec.versionPriority", versionPriority ?? 0, 1000),
  );
  if (!service) {
    const only = "local APIServices may not have a caBundle";
    if (spec?.caBundle) errors.push(forbiddenField("spec.caBundle", only));
    if (spec?.insecureSkipTLSVerify === true)
      errors.push(
        forbiddenField(
          "spec.insecureSkipTLSVerify",
          "local APIServices may not have insecureSkipTLSVerify",
        ),
      );
    return errors;
  }
  if (!service.namespace) errors.push(required("spec.service.namespace"));
  if (!service.name) errors.push(required("spec.service.name"));
  const problems = portNumberProblems(service.port ?? 443);
  if (problems.length > 0)
    errors.push(
      invalid("spec.service.port", service.port, `port is not valid: ${problems.join(",")}`),
    );
  if (spec?.insecureSkipTLSVerify === true && spec.caBundle)
    errors.push(
      invalid("spec.insecureSkipTLSVerify", true, "may not be true if caBundle is present"),
    );
  return errors;
}

function within(field: string, value: number, most: number): FieldError[] {
  return value >= 1 && value <= most
    ? []
    : [invalid(field, value, `must be positive and less than ${most}`)];
}
