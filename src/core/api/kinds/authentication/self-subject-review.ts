import { defineKind } from "../../define.ts";
import type { SelfSubjectReview } from "../../schema/generated/types.ts";
import { nameColumn } from "../columns.ts";

/** SelfSubjectReview: a question, answered and not kept. Models pkg/registry/authentication/selfsubjectreview. */
export const selfSubjectReview = defineKind<SelfSubjectReview>({
  group: "authentication.k8s.io",
  version: "v1",
  kind: "SelfSubjectReview",
  plural: "selfsubjectreviews",
  namespaced: false,
  schemaName: "io.k8s.api.authentication.v1.SelfSubjectReview",
  question: "self",
  verbs: ["create"],
  columns: [nameColumn],
});
