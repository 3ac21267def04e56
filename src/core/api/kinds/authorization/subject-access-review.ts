import { defineKind } from "../../define.ts";
import type { SubjectAccessReview } from "../../schema/generated/types.ts";
import { validateAccessQuestion } from "../../validation/access-reviews.ts";
import { nameColumn } from "../columns.ts";

/** SubjectAccessReview: a question, answered and not kept. Models pkg/registry/authorization/subjectaccessreview. */
export const subjectAccessReview = defineKind<SubjectAccessReview>({
  group: "authorization.k8s.io",
  version: "v1",
  kind: "SubjectAccessReview",
  plural: "subjectaccessreviews",
  namespaced: false,
  schemaName: "io.k8s.api.authorization.v1.SubjectAccessReview",
  question: "subject-access",
  verbs: ["create"],
  validate: ({ spec }) => validateAccessQuestion(spec, { hasSubject: true }),
  columns: [nameColumn],
});
