/** The labels a Job gives its pods, old names first. */
export const JOB_LABELS = {
  oldUid: "controller-uid",
  oldName: "job-name",
  uid: "batch.kubernetes.io/controller-uid",
  name: "batch.kubernetes.io/job-name",
} as const;
