/**
 * What the roles of a fresh cluster allow, one rule a line: `verbs; groups; resources; names`, or `verbs; url; paths`. A role's name stands
 * before its rules, ends in a colon and may carry labels behind it. Models plugin/pkg/auth/authorizer/rbac/bootstrappolicy; the roles of
 * single controllers are cut down to what they chiefly do.
 */
export const CLUSTER_ROLE_RULES = `
cluster-admin:
*; *; *
*; url; *
system:discovery:
get; url; /api,/api/*,/apis,/apis/*,/healthz,/livez,/openapi,/openapi/*,/readyz,/version,/version/
system:monitoring:
get; url; /healthz,/healthz/*,/livez,/livez/*,/metrics,/metrics/slis,/readyz,/readyz/*
system:basic-user:
create; authorization.k8s.io; selfsubjectaccessreviews,selfsubjectrulesreviews
create; authentication.k8s.io; selfsubjectreviews
system:public-info-viewer:
get; url; /healthz,/livez,/readyz,/version,/version/
system:aggregate-to-admin: aggregate-to-admin
create; authorization.k8s.io; localsubjectaccessreviews
create,delete,deletecollection,get,list,patch,update,watch; rbac.authorization.k8s.io; rolebindings,roles
system:aggregate-to-edit: aggregate-to-edit
get,list,watch; core; pods/attach,pods/exec,pods/portforward,pods/proxy,secrets,services/proxy
impersonate; core; serviceaccounts
create,delete,deletecollection,patch,update; core; pods,pods/attach,pods/exec,pods/portforward,pods/proxy
create; core; pods/eviction
create,delete,deletecollection,patch,update; core; configmaps,events,persistentvolumeclaims,replicationcontrollers,replicationcontrollers/scale,secrets,serviceaccounts,services,services/proxy
create; core; serviceaccounts/token
create,delete,deletecollection,patch,update; apps; daemonsets,deployments,deployments/rollback,deployments/scale,replicasets,replicasets/scale,statefulsets,statefulsets/scale
create,delete,deletecollection,patch,update; autoscaling; horizontalpodautoscalers
create,delete,deletecollection,patch,update; batch; cronjobs,jobs
create,delete,deletecollection,patch,update; extensions; daemonsets,deployments,deployments/rollback,deployments/scale,ingresses,networkpolicies,replicasets,replicasets/scale,replicationcontrollers/scale
create,delete,deletecollection,patch,update; policy; poddisruptionbudgets
create,delete,deletecollection,patch,update; networking.k8s.io; ingresses,networkpolicies
create,delete,deletecollection,get,list,patch,update,watch; coordination.k8s.io; leases
create,delete,deletecollection,patch,update; resource.k8s.io; resourceclaims,resourceclaimtemplates
system:aggregate-to-view: aggregate-to-view
get,list,watch; core; configmaps,endpoints,persistentvolumeclaims,persistentvolumeclaims/status,pods,replicationcontrollers,replicationcontrollers/scale,serviceaccounts,services,services/status
get,list,watch; core; bindings,events,limitranges,namespaces/status,pods/log,pods/status,replicationcontrollers/status,resourcequotas,resourcequotas/status
get,list,watch; core; namespaces
get,list,watch; discovery.k8s.io; endpointslices
get,list,watch; apps; controllerrevisions,daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status,replicasets,replicasets/scale,replicasets/status,statefulsets,statefulsets/scale,statefulsets/status
get,list,watch; autoscaling; horizontalpodautoscalers,horizontalpodautoscalers/status
get,list,watch; batch; cronjobs,cronjobs/status,jobs,jobs/status
get,list,watch; extensions; daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status,ingresses,ingresses/status,networkpolicies,replicasets,replicasets/scale,replicasets/status,replicationcontrollers/scale
get,list,watch; policy; poddisruptionbudgets,poddisruptionbudgets/status
get,list,watch; networking.k8s.io; ingresses,ingresses/status,networkpolicies
get,list,watch; resource.k8s.io; resourceclaims,resourceclaims/status,resourceclaimtemplates
system:heapster:
get,list,watch; core; events,namespaces,nodes,pods
get,list,watch; extensions; deployments
system:node:
create; authentication.k8s.io; tokenreviews
create; authorization.k8s.io; localsubjectaccessreviews,subjectaccessreviews
get,list,watch; core; services
create,get,list,watch; core; nodes
patch,update; core; nodes/status
patch,update; core; nodes
get,list,watch; core; pods
create,delete; core; pods
patch,update; core; pods/status
create; core; pods/eviction
get,list,watch; core; configmaps,secrets
get; core; persistentvolumeclaims,persistentvolumes
get; core; endpoints
create,get,list,watch; certificates.k8s.io; certificatesigningrequests
create,delete,get,patch,update; coordination.k8s.io; leases
get; storage.k8s.io; volumeattachments
create; core; serviceaccounts/token
get,list,watch; storage.k8s.io; csidrivers
create,delete,get,patch,update; storage.k8s.io; csinodes
get,list,watch; node.k8s.io; runtimeclasses
create,patch,update; core; events
system:node-problem-detector:
get; core; nodes
patch; core; nodes/status
create,patch,update; core,events.k8s.io; events
system:kubelet-api-admin:
get,list,watch; core; nodes
proxy; core; nodes
*; core; nodes/configz,nodes/healthz,nodes/log,nodes/metrics,nodes/pods,nodes/proxy,nodes/stats
system:node-bootstrapper:
create,get,list,watch; certificates.k8s.io; certificatesigningrequests
system:auth-delegator:
create; authentication.k8s.io; tokenreviews
create; authorization.k8s.io; subjectaccessreviews
system:kube-aggregator:
get,list,watch; core; endpoints,services
get,list,watch; discovery.k8s.io; endpointslices
system:kube-controller-manager:
create,patch,update; core,events.k8s.io; events
create; coordination.k8s.io; leases
get,update; coordination.k8s.io; leases; kube-controller-manager
create; core; secrets,serviceaccounts
delete; core; secrets
get; core; configmaps,namespaces,secrets,serviceaccounts
update; core; secrets,serviceaccounts
create; authentication.k8s.io; tokenreviews
create; authorization.k8s.io; subjectaccessreviews
list,watch; *; *
create; core; serviceaccounts/token
system:kube-dns:
list,watch; core; endpoints,services
system:persistent-volume-provisioner:
create,delete,get,list,watch; core; persistentvolumes
get,list,update,watch; core; persistentvolumeclaims
get,list,watch; storage.k8s.io; storageclasses
watch; core; events
create,patch,update; core,events.k8s.io; events
system:certificates.k8s.io:certificatesigningrequests:nodeclient:
create; certificates.k8s.io; certificatesigningrequests/nodeclient
system:certificates.k8s.io:certificatesigningrequests:selfnodeclient:
create; certificates.k8s.io; certificatesigningrequests/selfnodeclient
system:certificates.k8s.io:kube-apiserver-client-approver:
approve; certificates.k8s.io; signers; kubernetes.io/kube-apiserver-client
system:certificates.k8s.io:kube-apiserver-client-kubelet-approver:
approve; certificates.k8s.io; signers; kubernetes.io/kube-apiserver-client-kubelet
system:certificates.k8s.io:kubelet-serving-approver:
approve; certificates.k8s.io; signers; kubernetes.io/kubelet-serving
system:certificates.k8s.io:legacy-unknown-approver:
approve; certificates.k8s.io; signers; kubernetes.io/legacy-unknown
system:volume-scheduler:
get,list,patch,update,watch; core; persistentvolumes
get,list,watch; storage.k8s.io; storageclasses
get,list,patch,update,watch; core; persistentvolumeclaims
system:node-proxier:
list,watch; core; services,endpoints
get,list,watch; core; nodes
create,patch,update; core,events.k8s.io; events
list,watch; discovery.k8s.io; endpointslices
list,watch; networking.k8s.io; servicecidrs
system:kube-scheduler:
create,patch,update; core,events.k8s.io; events
create,get,list,watch; coordination.k8s.io; leases
get,update; coordination.k8s.io; leases; kube-scheduler
get,list,watch; core; nodes
delete,get,list,watch; core; pods
create; core; bindings,pods/binding
patch,update; core; pods/status
get,list,watch; core; replicationcontrollers,services
get,list,watch; apps,extensions; replicasets
get,list,watch; apps; statefulsets
get,list,watch; policy; poddisruptionbudgets
get,list,watch; core; persistentvolumeclaims,persistentvolumes
create; authentication.k8s.io; tokenreviews
create; authorization.k8s.io; subjectaccessreviews
get,list,watch; storage.k8s.io; csinodes
get,list,watch; core; namespaces
get,list,watch; storage.k8s.io; csidrivers
get,list,watch; storage.k8s.io; csistoragecapacities
system:service-account-issuer-discovery:
get; url; /.well-known/openid-configuration,/.well-known/openid-configuration/,/openid/v1/jwks,/openid/v1/jwks/
system:controller:attachdetach-controller:
list,watch; core; persistentvolumeclaims,persistentvolumes
get,list,watch; core; nodes
patch,update; core; nodes/status
list,watch; core; pods
create,delete,get,list,watch; storage.k8s.io; volumeattachments
system:controller:certificate-controller:
delete,get,list,watch; certificates.k8s.io; certificatesigningrequests
update; certificates.k8s.io; certificatesigningrequests/approval,certificatesigningrequests/status
system:controller:clusterrole-aggregation-controller:
escalate,get,list,patch,update,watch; rbac.authorization.k8s.io; clusterroles
system:controller:cronjob-controller:
get,list,update,watch; batch; cronjobs
create,delete,get,list,patch,update,watch; batch; jobs
update; batch; cronjobs/status
delete,list; core; pods
system:controller:daemon-set-controller:
get,list,watch; apps,extensions; daemonsets
update; apps,extensions; daemonsets/status
list,watch; core; nodes
create,delete,list,patch,watch; core; pods
create,delete,get,list,patch,update,watch; apps; controllerrevisions
system:controller:deployment-controller:
get,list,update,watch; apps,extensions; deployments
update; apps,extensions; deployments/status
create,delete,get,list,patch,update,watch; apps,extensions; replicasets
get,list,update,watch; core; pods
system:controller:disruption-controller:
get,list,watch; apps,extensions; deployments,replicasets
get,list,watch; apps; statefulsets
get,list,watch; policy; poddisruptionbudgets
update; policy; poddisruptionbudgets/status
patch,update; core; pods/status
system:controller:endpoint-controller:
get,list,watch; core; pods,services
create,delete,get,list,update; core; endpoints
system:controller:endpointslice-controller:
get,list,watch; core; nodes,pods,services
create,delete,get,list,update; discovery.k8s.io; endpointslices
system:controller:endpointslicemirroring-controller:
get,list,watch; core; endpoints,services
create,delete,get,list,update; discovery.k8s.io; endpointslices
system:controller:ephemeral-volume-controller:
get,list,watch; core; pods
create,get,list,watch; core; persistentvolumeclaims
system:controller:expand-controller:
get,list,patch,update,watch; core; persistentvolumes
patch,update; core; persistentvolumeclaims/status
system:controller:generic-garbage-collector:
delete,get,list,patch,update,watch; *; *
system:controller:horizontal-pod-autoscaler:
get,list,watch; autoscaling; horizontalpodautoscalers
update; autoscaling; horizontalpodautoscalers/status
get,update; *; */scale
list; core; pods
list; metrics.k8s.io; pods
system:controller:job-controller:
get,list,patch,update,watch; batch; jobs
update; batch; jobs/status
create,delete,list,patch,watch; core; pods
system:controller:legacy-service-account-token-cleaner:
get; core; configmaps; kube-apiserver-legacy-service-account-token-tracking
delete,patch; core; secrets
system:controller:namespace-controller:
delete,get,list,watch; core; namespaces
update; core; namespaces/finalize,namespaces/status
delete,deletecollection,get,list; *; *
system:controller:node-controller:
delete,get,list,patch,update; core; nodes
patch,update; core; nodes/status
update; core; pods/status
delete,get,list; core; pods
system:controller:persistent-volume-binder:
create,delete,get,list,update,watch; core; persistentvolumes
get,list,update,watch; core; persistentvolumeclaims
get,list,watch; storage.k8s.io; storageclasses
system:controller:pod-garbage-collector:
delete,list,watch; core; pods
get,list; core; nodes
patch; core; pods/status
system:controller:pv-protection-controller:
get,list,update,watch; core; persistentvolumes
system:controller:pvc-protection-controller:
get,list,update,watch; core; persistentvolumeclaims
get,list,watch; core; pods
system:controller:replicaset-controller:
get,list,update,watch; apps,extensions; replicasets
update; apps,extensions; replicasets/status
create,delete,list,patch,watch; core; pods
system:controller:replication-controller:
get,list,update,watch; core; replicationcontrollers
update; core; replicationcontrollers/status
create,delete,list,patch,watch; core; pods
system:controller:resource-claim-controller:
get,list,watch; core; pods
create,delete,get,list,watch; resource.k8s.io; resourceclaims
system:controller:resourcequota-controller:
list,watch; *; *
update; core; resourcequotas/status
system:controller:root-ca-cert-publisher:
create,update; core; configmaps
system:controller:route-controller:
list,watch; core; nodes
patch; core; nodes/status
system:controller:selinux-warning-controller:
get,list,watch; core; persistentvolumeclaims,persistentvolumes,pods
system:controller:service-account-controller:
create; core; serviceaccounts
system:controller:service-cidrs-controller:
get,list,patch,update,watch; networking.k8s.io; servicecidrs
system:controller:service-controller:
get,list,watch; core; services
patch,update; core; services/status
list,watch; core; nodes
system:controller:statefulset-controller:
list,watch; core; pods
get,list,watch; apps; statefulsets
update; apps; statefulsets/status
create,delete,get,patch,update; core; pods
create,delete,get,list,patch,update,watch; apps; controllerrevisions
create,get; core; persistentvolumeclaims
system:controller:ttl-after-finished-controller:
delete,get,list,watch; batch; jobs
system:controller:ttl-controller:
list,patch,update,watch; core; nodes
system:controller:validatingadmissionpolicy-status-controller:
get,list,watch; admissionregistration.k8s.io; validatingadmissionpolicies
get,patch,update; admissionregistration.k8s.io; validatingadmissionpolicies/status
`;

/** Which cluster roles a fresh cluster binds to whom: `role: Kind name, Kind name`. The roles of controllers are bound to their accounts besides. */
export const CLUSTER_ROLE_SUBJECTS = `
cluster-admin: Group system:masters
system:monitoring: Group system:monitoring
system:discovery: Group system:authenticated
system:basic-user: Group system:authenticated
system:public-info-viewer: Group system:authenticated, Group system:unauthenticated
system:node-proxier: User system:kube-proxy
system:kube-controller-manager: User system:kube-controller-manager
system:kube-dns: ServiceAccount kube-dns
system:kube-scheduler: User system:kube-scheduler
system:volume-scheduler: User system:kube-scheduler
system:node:
system:service-account-issuer-discovery: Group system:serviceaccounts
`;
