/** The user that everything from the page acts as. Models the admin of a kubeadm kubeconfig. */
export const ADMIN = {
  name: "kubernetes-admin",
  groups: ["kubeadm:cluster-admins", "system:authenticated"],
};

/** Verbs that leave no mark. */
export const READ_VERBS: ReadonlySet<string> = new Set(["get", "list", "watch"]);
