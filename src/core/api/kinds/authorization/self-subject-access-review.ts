import { defineKind } from "../../define.ts";
import type { SelfSubjectAccessReview } from "../../schema/generated/types.ts";
import { validateAccessQuestion } from "../../validation/access-reviews.ts";
import { nameColumn } from "../columns.ts";

/** SelfSubjectAccessReview: a question, answered and not kept. Models pkg/registry/authorization/selfsubjectaccessreview. */
export const selfSubjectAccessReview = defineKind<SelfSubjectAccessReview>({
  group: "authorization.k8s.io",
  version: "v1",
  kind: "SelfSubjectAccessReview",
  plural: "selfsubjectaccessreviews",
  namespaced: false,
  schemaName: "io.k8s.api.authorization.v1.SelfSubjectAccessReview",
  question: "self-access",
  verbs: ["create"],
  validate: ({ spec }) => validateAccessQuestion(spec, { hasSubject: false }),
  columns: [nameColumn],
});
