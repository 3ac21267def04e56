import type { Draft } from "#core/api/define.ts";
import type { CertificateSigningRequest } from "#core/api/schema/generated/types.ts";
import { defineAdmission } from "../admission.ts";

/** A request for a certificate carries the name of who asks, whatever it says itself. Models csrStrategy.PrepareForCreate, which knows the user. */
export const certificateRequester = defineAdmission({
  name: "CertificateRequester",
  kinds: ["CertificateSigningRequest"],
  admit({ kind, operation, subresource, draft, user }) {
    if (
      kind.storedAs !== "CertificateSigningRequest" ||
      operation !== "create" ||
      subresource !== ""
    )
      return;
    const { spec } = draft as unknown as Draft<CertificateSigningRequest>;
    spec.username = user.name;
    spec.groups = [...user.groups];
    delete spec.uid;
    delete spec.extra;
  },
});
