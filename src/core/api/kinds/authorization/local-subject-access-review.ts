import { defineKind } from "../../define.ts";
import type { LocalSubjectAccessReview } from "../../schema/generated/types.ts";
import { validateLocalQuestion } from "../../validation/access-reviews.ts";
import { nameColumn } from "../columns.ts";

/** LocalSubjectAccessReview: a question, answered and not kept. Models pkg/registry/authorization/localsubjectaccessreview. */
export const localSubjectAccessReview = defineKind<LocalSubjectAccessReview>({
  group: "authorization.k8s.io",
  version: "v1",
  kind: "LocalSubjectAccessReview",
  plural: "localsubjectaccessreviews",
  schemaName: "io.k8s.api.authorization.v1.LocalSubjectAccessReview",
  question: "subject-access",
  verbs: ["create"],
  validate: ({ spec, metadata }) => validateLocalQuestion(spec, metadata.namespace ?? ""),
  columns: [nameColumn],
});
