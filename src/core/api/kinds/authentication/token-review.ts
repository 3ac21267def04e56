import { defineKind } from "../../define.ts";
import type { TokenReview } from "../../schema/generated/types.ts";
import { nameColumn } from "../columns.ts";

/** TokenReview: asks whose a token is; answered and not kept. Models pkg/registry/authentication/tokenreview. */
export const tokenReview = defineKind<TokenReview>({
  group: "authentication.k8s.io",
  version: "v1",
  kind: "TokenReview",
  plural: "tokenreviews",
  namespaced: false,
  schemaName: "io.k8s.api.authentication.v1.TokenReview",
  question: "token",
  verbs: ["create"],
  columns: [nameColumn],
});
