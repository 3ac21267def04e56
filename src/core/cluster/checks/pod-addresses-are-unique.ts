import { keyOf } from "#core/api/meta.ts";
import type { Pod } from "#core/api/schema/generated/types.ts";
import { defineCheck, firstViolation } from "./define.ts";

/** Two living pods never share an address, except those that use their node's. */
export const podAddressesAreUnique = defineCheck({
  name: "pod-addresses-are-unique",
  when: "always",
  violation: ({ store }) => {
    const owners = new Map<string, string>();
    return firstViolation(store.list("Pod", "") as readonly Pod[], (pod) => {
      const { podIP = "", phase } = pod.status;
      if (
        podIP === "" ||
        pod.spec.hostNetwork === true ||
        phase === "Succeeded" ||
        phase === "Failed"
      )
        return undefined;
      const other = owners.get(podIP);
      owners.set(podIP, keyOf(pod));
      return other === undefined ? undefined : `pods ${other} and ${keyOf(pod)} share ${podIP}`;
    });
  },
});
