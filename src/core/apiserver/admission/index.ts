import type { AdmissionPlugin } from "../admission.ts";

/** Every admission plugin, in the order they run. */
export const admissionPlugins: readonly AdmissionPlugin[] = [];
