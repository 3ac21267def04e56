/** English texts of the reasons: one sentence for each because-code, with its facts as places. */
export const reasons = {
  // Claims
  "because.pod-adopted": "{owner} adopted {pod}: its labels match the selector and it had no owner",
  "because.pod-released": "{owner} let {pod} go: its labels match no longer",
  "because.replicaset-adopted": "{owner} adopted {replicaSet}: its labels match the selector",
  "because.replicaset-released": "{owner} let {replicaSet} go: its labels match no longer",
  // ReplicaSet
  "because.replicas-missing":
    "{missing} missing: {desired} wanted, {current} there, so new pods are made",
  "because.replicas-surplus":
    "{surplus} too many: {desired} wanted, {current} there, so {victim} goes first ({victimRule})",
  "because.status-counted":
    "Counted again: {replicas} in all, {ready} ready, {available} available",
  // Deployment
  "because.template-changed":
    "The pod template changed: that makes revision {revision}, ReplicaSet {replicaSet}",
  "because.first-rollout": "First rollout: ReplicaSet {replicaSet} is made for {replicas} pods",
  "because.revision-noted": "This template is now revision {revision}",
  "because.rollback": "Back to the template of revision {toRevision}, now as revision {revision}",
  "because.rollout-scale-up":
    "The rollout grows {replicaSet} from {from} to {to}: no more than {ceiling} pods in all",
  "because.rollout-scale-down":
    "The rollout shrinks {replicaSet} from {from} to {to}: at least {floor} must stay available",
  "because.rollout-remove-unhealthy":
    "{unhealthy} old pods are not healthy anyway, so {replicaSet} goes from {from} to {to}",
  "because.recreate-scale-down":
    "Recreate: the old pods of {replicaSet} go first, from {from} to {to}",
  "because.recreate-scale-up":
    "Recreate: the old pods are gone, so {replicaSet} goes from {from} to {to}",
  "because.scaled-by-you":
    "{desired} replicas are wanted now, so {replicaSet} goes from {from} to {to}",
  "because.scaled-proportionally":
    "{desired} replicas are wanted in mid-rollout: {replicaSet} gets its share, from {from} to {to}",
  "because.new-replicaset-saturated":
    "The new version has all its pods, so {replicaSet} needs its {from} no longer",
  "because.annotations-copied": "The Deployment's annotations were copied to {replicaSet}",
  "because.rollout-progressing":
    "The rollout is under way: {updated} of {desired} updated, {available} available",
  "because.rollout-complete": "Rollout finished: all {replicas} pods run {replicaSet}",
  "because.progress-deadline-exceeded": "No progress for {seconds} s: the rollout counts as stuck",
  "because.minimum-available": "{available} pods are available, {minimum} are the minimum",
  "because.rollout-paused": "The rollout is paused: nothing changes until it is resumed",
  "because.rollout-resumed": "The rollout goes on",
  "because.hash-collision":
    "The name {replicaSet} was taken, so another hash is tried ({collisionCount})",
  "because.replicaset-create-failed": "{replicaSet} could not be made: {message}",
  "because.history-over-limit":
    "{replicaSet} of revision {revision} was removed: only {limit} old ones are kept",
  // Disruption budgets
  "because.budget-counted":
    "Budget {budget}: {healthy} healthy pods, {desired} needed, so {allowed} may be evicted now",
  "because.disruption-mark-stale": "{pod} was to be evicted and was not, so its mark is taken back",
  // Autoscalers
  "because.autoscaled":
    "Autoscaler {autoscaler} set {target} from {from} to {to} replicas: {reason}",
  "because.autoscaler-counted":
    "Autoscaler {autoscaler} looked again: {current} replicas now, {desired} wanted",
  // DaemonSet
  "because.daemon-missing": "Every node it is for gets one pod, and {node} has none yet",
  "because.daemon-not-wanted": "{node} is no longer one of its nodes, so {pod} goes",
  "because.daemon-failed": "{pod} on {node} failed; it goes, and a new one comes",
  "because.daemon-succeeded":
    "{pod} on {node} ended, but a daemon is to run for ever: a new one comes",
  "because.daemon-surplus":
    "{node} has more than one pod of this set; the oldest stays, {pod} goes",
  "because.daemon-replaced": "The new pod on {node} is available, so the old one, {pod}, goes",
  "because.daemon-outdated":
    "{pod} on {node} is of an older template; its place is needed for the new one",
  "because.daemon-node-gone": "{pod} waited for a node that is gone",
  // StatefulSet
  "because.ordinal-missing":
    "Number {ordinal} is missing, so {pod} is made, with the same name as ever",
  "because.stateful-ended": "{pod} ended; it goes, so that one of the same name can come",
  "because.stateful-scaled":
    "Only {replicas} are wanted now: {pod} has the highest number and goes first",
  "because.stateful-outdated": "{pod} is of an older template: it goes, and comes back renewed",
  "because.stateful-identity": "{pod} lost the labels that tell who it is, so they are put back",
  "because.stateful-claim": "{pod} gets a disk of its own: {claim}",
  "because.stateful-claim-owner":
    "By the retention policy {claim} now goes with {owner} (or with nobody, if that is empty)",
  // Job
  "because.job-pods-missing":
    "{wanted} pods of {job} should be at work and {active} are, so {missing} are made",
  "because.job-surplus": "{job} needs only {wanted} pods at work now, so the others go",
  "because.job-suspended": "{job} is suspended: its pods go until it is resumed",
  "because.job-ending": "{job} is to end ({reason}), so the pods that still run go",
  "because.job-counted": "Counted {job}: {active} at work, {succeeded} succeeded, {failed} failed",
  "because.job-pod-counted": "{pod} is counted now, so it need not be kept for that",
  "because.job-expired": "{job} ended {seconds} s ago and is cleared away, as it asked for",
  // CronJob
  "because.cronjob-due": "It is time: {cronJob} begins the run {job}",
  "because.cronjob-counted": "{cronJob} has {active} runs going",
  "because.cronjob-history": "More finished runs than are to be kept: {job} goes",
  "because.cronjob-replaced": "{job} still runs, and the next run is to replace it",
  // Volumes
  "because.volume-bound": "{volume} has all that {claim} asks for, so the two belong together now",
  "because.ephemeral-claim": "{pod} brings a volume of its own, so {claim} is asked for",
  "because.volume-asked-for": "No volume fits {claim}, so {provisioner} is asked to make one",
  "because.volume-made": "{volume} was made for {claim}",
  "because.volume-released": "The claim {claim} is gone; the policy of {volume} is {policy}",
  "because.volume-reclaimed":
    "Nobody claims {volume} any more and its policy is Delete, so it goes",
  // EndpointSlice
  "because.endpoints-changed":
    "Service {service} now has {ready} ready endpoints and {notReady} that are not",
  "because.service-gone": "Service {service} is gone, and its endpoints with it",
  // Garbage collector
  "because.owner-gone": "Its owner, {ownerKind} {ownerName}, is gone, so it goes too",
  "because.owner-waits": "{ownerKind} {ownerName} waits for this to go first",
  "because.dependents-gone": "Everything that belonged to {kind} {name} is gone, so it may go now",
  "because.dependents-orphaned":
    "{ownerKind} {ownerName} leaves its dependents behind, without an owner",
  "because.dangling-reference": "It named an owner that is not there: {ownerKind} {ownerName}",
  "because.cycle-unblocked": "Two owners waited for each other: {name} is let go",
  // Namespace
  "because.namespace-ending": "Namespace {namespace} is being deleted, and everything in it",
  "because.namespace-empty": "Namespace {namespace} is empty, so it may go",
  "because.namespace-remaining": "Namespace {namespace} cannot go yet: {remaining}",
  // Nodes
  "because.node-silent": "No heartbeat from {node} for {seconds} s: nobody knows how it fares",
  "because.node-heard-again": "{node} was heard again",
  "because.node-condition-taint": "{node} got the taint {taint}: no new pods",
  "because.node-not-ready-pods": "{node} does not answer, so {pod} counts as not ready",
  "because.taint-eviction":
    "{node} carries {taint}; this pod bore it for {seconds} s and has to leave",
  "because.default-service-account":
    "Every namespace gets a default service account, {namespace} too",
  "because.rules-gathered":
    "{role} gathers the rules of every role with the labels it names: {rules} by now",
  "because.root-certificate":
    "Every namespace gets the cluster's root certificate, {namespace} too",
  // Pod garbage collector
  "because.pod-node-gone": "Node {node} no longer exists, so {pod} is cleared away",
  "because.pod-never-scheduled": "{pod} was deleted before it had a node",
  "because.pod-out-of-service": "{node} is out of service, so {pod} is cleared away by force",
  "because.terminated-pods-over-limit": "More than {limit} finished pods: {pod} is cleared away",
  // Kubelet
  "because.pod-accepted": "The kubelet of {node} took the pod in",
  "because.pod-rejected": "The kubelet of {node} refused the pod: {reason}",
  "because.sandbox-ready": "The pod got its network and the address {ip}",
  "because.image-pulling": "The image {image} is being pulled for {container}",
  "because.image-pulled": "The image {image} is here",
  "because.image-missing": "The image {image} could not be pulled; next try in {seconds} s",
  "because.config-missing": "{container} cannot start: {detail}",
  "because.container-started": "Container {container} started",
  "because.container-exited": "Container {container} ended with exit code {exitCode}",
  "because.crash-backoff":
    "{container} ended {restarts} times; the kubelet waits {seconds} s before the next start",
  "because.oom-killed": "{container} used more than its limit of {limitBytes} and was killed",
  "because.probe-passed": "The {probe} probe of {container} passed",
  "because.probe-failed": "The {probe} probe of {container} failed: {detail}",
  "because.grace-period": "The pod was asked to stop and has {seconds} s to finish its work",
  "because.stopped": "All containers have stopped, so the pod may go",
  "because.node-registered": "{node} joined the cluster",
  "because.node-rebooted": "{node} started again",
  "because.node-heartbeat": "{node} told the API server that it lives",
  // Scheduler
  "because.node-chosen":
    "{node} was chosen: {feasible} of {total} nodes fit, and it scored {score}",
  "because.no-node-fits": "None of {total} nodes fits",
  // Which pod goes first when there are too many
  "victim.all": "all of them go",
  "victim.equal": "no difference between them",
  "victim.not-assigned": "it has no node yet",
  "victim.phase": "it is not running yet",
  "victim.not-ready": "it is not ready",
  "victim.deletion-cost": "it costs least to delete",
  "victim.doubled-up": "it shares its node with another copy",
  "victim.ready-for-less-time": "it became ready last",
  "victim.restarts": "it restarted most often",
  "victim.younger": "it is the newest",
  // What the scheduler's plugins say, in plain words, and what helps
  "reason.cpu": "Not enough CPU left to promise",
  "reason.cpu.fix": "Ask for less CPU, free some, or add a node",
  "reason.memory": "Not enough memory left to promise",
  "reason.memory.fix": "Ask for less memory, free some, or add a node",
  "reason.storage": "Not enough local storage left to promise",
  "reason.storage.fix": "Ask for less ephemeral storage",
  "reason.pods": "It holds as many pods as it may",
  "reason.pods.fix": "Remove pods or add a node",
  "reason.resource": "Not enough of a resource it asks for",
  "reason.resource.fix": "Ask for less, or add a node that has it",
  "reason.taint": "It repels pods with a taint that this pod does not tolerate",
  "reason.taint.fix": "Add a toleration, or remove the taint",
  "reason.unschedulable": "It is cordoned: no new pods",
  "reason.unschedulable.fix": "kubectl uncordon the node",
  "reason.affinity": "Its labels are not the ones the pod asks for",
  "reason.affinity.fix": "Label the node, or change nodeSelector or node affinity",
  "reason.affinity-conflict": "The pod's own node rules contradict each other",
  "reason.affinity-conflict.fix": "Make the affinity terms agree",
  "reason.node-name": "The pod names another node",
  "reason.node-name.fix": "Remove nodeName",
  "reason.ports": "The port it wants on the node is taken",
  "reason.ports.fix": "Use another hostPort, or none",
  "reason.pod-affinity": "The pods it wants to be near are not here",
  "reason.pod-affinity.fix": "Start those pods first, or relax the rule",
  "reason.pod-anti-affinity": "A pod it wants to keep away from is here",
  "reason.pod-anti-affinity.fix": "Add nodes, or make the rule preferred",
  "reason.existing-anti-affinity": "A pod that is here keeps it away",
  "reason.existing-anti-affinity.fix": "Add nodes, or relax that pod's rule",
  "reason.spread": "It would be spread too unevenly",
  "reason.spread.fix": "Raise maxSkew, or use ScheduleAnyway",
  "reason.spread-label": "It lacks the label by which pods are spread",
  "reason.spread-label.fix": "Add the topology label to the node",
  "reason.volume": "A disk it needs cannot be here",
  "reason.volume.fix": "Check the claim, its class and its zone",
  "reason.gate": "A gate holds the pod back",
  "reason.gate.fix": "Remove the scheduling gate",
} as const;
