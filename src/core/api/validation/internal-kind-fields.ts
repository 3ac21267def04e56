/** The fields of the server's own types of other kinds, in the form of `POD_FIELDS`. */
export const KIND_FIELDS: Readonly<Record<string, string>> = {
  PodFailurePolicy: "Rules[]PodFailureRule",
  PodFailureRule: "Action OnExitCodes*ExitCodes OnPodConditions[]PodCondition",
  ExitCodes: "ContainerName? Operator Values?",
  PodCondition: "Type Status",
  SuccessPolicy: "Rules[]SuccessRule",
  SuccessRule: "SucceededIndexes? SucceededCount?",
  UncountedPods: "Succeeded? Failed?",
};
