/**
 * What the roles of a fresh cluster allow, one rule a line: `verbs; groups; resources; names`, or `verbs; url; paths`. A role's name stands
 * before its rules, ends in a colon and may carry labels behind it. `read` is get, list and watch, `write` is create, delete, deletecollection,
 * patch and update, `events` alone is the rule of those who write events. Models plugin/pkg/auth/authorizer/rbac/bootstrappolicy with the default
 * feature gates of v1.35.
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
write,read; rbac.authorization.k8s.io; rolebindings,roles
system:aggregate-to-edit: aggregate-to-edit
read; core; pods/attach,pods/exec,pods/portforward,pods/proxy,secrets,services/proxy
impersonate; core; serviceaccounts
write; core; pods,pods/attach,pods/exec,pods/portforward,pods/proxy
create; core; pods/eviction
write; core; configmaps,events,persistentvolumeclaims,replicationcontrollers,replicationcontrollers/scale,secrets,serviceaccounts,services,services/proxy
create; core; serviceaccounts/token
write; apps; daemonsets,deployments,deployments/rollback,deployments/scale,replicasets,replicasets/scale,statefulsets,statefulsets/scale
write; autoscaling; horizontalpodautoscalers
write; batch; cronjobs,jobs
write; extensions; daemonsets,deployments,deployments/rollback,deployments/scale,ingresses,networkpolicies,replicasets,replicasets/scale,replicationcontrollers/scale
write; policy; poddisruptionbudgets
write; networking.k8s.io; ingresses,networkpolicies
write,read; coordination.k8s.io; leases
write; resource.k8s.io; resourceclaims,resourceclaimtemplates
system:aggregate-to-view: aggregate-to-view
read; core; configmaps,endpoints,persistentvolumeclaims,persistentvolumeclaims/status,pods,replicationcontrollers,replicationcontrollers/scale,serviceaccounts,services,services/status
read; core; bindings,events,limitranges,namespaces/status,pods/log,pods/status,replicationcontrollers/status,resourcequotas,resourcequotas/status
read; core; namespaces
read; discovery.k8s.io; endpointslices
read; apps; controllerrevisions,daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status,replicasets,replicasets/scale,replicasets/status,statefulsets,statefulsets/scale,statefulsets/status
read; autoscaling; horizontalpodautoscalers,horizontalpodautoscalers/status
read; batch; cronjobs,cronjobs/status,jobs,jobs/status
read; extensions; daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status,ingresses,ingresses/status,networkpolicies,replicasets,replicasets/scale,replicasets/status,replicationcontrollers/scale
read; policy; poddisruptionbudgets,poddisruptionbudgets/status
read; networking.k8s.io; ingresses,ingresses/status,networkpolicies
read; resource.k8s.io; resourceclaims,resourceclaims/status,resourceclaimtemplates
system:heapster:
read; core; events,namespaces,nodes,pods
read; extensions; deployments
system:node:
create; authentication.k8s.io; tokenreviews
create; authorization.k8s.io; localsubjectaccessreviews,subjectaccessreviews
read; core; services
create,read; core; nodes
patch,update; core; nodes/status
patch,update; core; nodes
create,patch,update; core; events
read; core; pods
create,delete; core; pods
patch,update; core; pods/status
create; core; pods/eviction
read; core; configmaps,secrets
get; core; persistentvolumeclaims,persistentvolumes
get; core; endpoints
create,read; certificates.k8s.io; certificatesigningrequests
create,delete,get,patch,update; coordination.k8s.io; leases
get; storage.k8s.io; volumeattachments
create; core; serviceaccounts/token
get,patch,update; core; persistentvolumeclaims/status
read; storage.k8s.io; csidrivers
create,delete,get,patch,update; storage.k8s.io; csinodes
read; node.k8s.io; runtimeclasses
get; resource.k8s.io; resourceclaims
deletecollection; resource.k8s.io; resourceslices
get; core; serviceaccounts
system:node-problem-detector:
get; core; nodes
patch; core; nodes/status
events
system:kubelet-api-admin:
read; core; nodes
proxy; core; nodes
*; core; nodes/log,nodes/metrics,nodes/proxy,nodes/stats
*; core; nodes/configz,nodes/healthz,nodes/pods
system:node-bootstrapper:
create,read; certificates.k8s.io; certificatesigningrequests
system:auth-delegator:
create; authentication.k8s.io; tokenreviews
create; authorization.k8s.io; subjectaccessreviews
system:kube-aggregator:
read; core; endpoints,services
system:kube-controller-manager:
events
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
create,delete,read; core; persistentvolumes
read,update; core; persistentvolumeclaims
read; storage.k8s.io; storageclasses
watch; core; events
events
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
read,patch,update; core; persistentvolumes
read; storage.k8s.io; storageclasses
read,patch,update; core; persistentvolumeclaims
system:node-proxier:
list,watch; core; endpoints,services
read; core; nodes
events
list,watch; networking.k8s.io; servicecidrs
list,watch; discovery.k8s.io; endpointslices
system:kube-scheduler:
events
create; coordination.k8s.io; leases
read,update; coordination.k8s.io; leases; kube-scheduler
write,read; coordination.k8s.io; leasecandidates
read; core; nodes
delete,read; core; pods
create; core; bindings,pods/binding
patch,update; core; pods/status
read; core; replicationcontrollers,services
read; apps,extensions; replicasets
read; apps; statefulsets
read; policy; poddisruptionbudgets
read; core; persistentvolumeclaims,persistentvolumes
create; authentication.k8s.io; tokenreviews
create; authorization.k8s.io; subjectaccessreviews
read; storage.k8s.io; csinodes
read; storage.k8s.io; volumeattachments
read; core; namespaces
read; storage.k8s.io; csidrivers
read; storage.k8s.io; csistoragecapacities
read; resource.k8s.io; deviceclasses
read,patch,update; resource.k8s.io; resourceclaims
read,patch,update; resource.k8s.io; resourceclaims/status
read,patch,update; core; pods/finalizers
read; resource.k8s.io; resourceslices
system:service-account-issuer-discovery:
get; url; /.well-known/openid-configuration,/.well-known/openid-configuration/,/openid/v1/jwks,/openid/v1/jwks/
`;

/** The same for the Roles of single namespaces: `namespace name:` stands before the rules. Models namespace_policy.go. */
export const NAMESPACE_ROLE_RULES = `
kube-public system:controller:bootstrap-signer:
read; core; configmaps
update; core; configmaps; cluster-info
events
kube-system extension-apiserver-authentication-reader:
read; core; configmaps; extension-apiserver-authentication
kube-system system::leader-locking-kube-controller-manager:
create,read,update; coordination.k8s.io; leases
create,read,update; coordination.k8s.io; leasecandidates
kube-system system::leader-locking-kube-scheduler:
create,read,update; coordination.k8s.io; leases
create,read,update; coordination.k8s.io; leasecandidates
kube-system system:controller:bootstrap-signer:
read; core; secrets
kube-system system:controller:cloud-provider:
create,read; core; configmaps
kube-system system:controller:token-cleaner:
delete,read; core; secrets
events
`;

/** Which Roles are bound to whom in their namespaces: `namespace binding=role: subjects`, the role being of the binding's name if none is told. */
export const NAMESPACE_ROLE_SUBJECTS = `
kube-public system:controller:bootstrap-signer: ServiceAccount bootstrap-signer
kube-system system::extension-apiserver-authentication-reader=extension-apiserver-authentication-reader: User system:kube-controller-manager, User system:kube-scheduler
kube-system system::leader-locking-kube-controller-manager: User system:kube-controller-manager, ServiceAccount kube-controller-manager, ServiceAccount leader-election-controller
kube-system system::leader-locking-kube-scheduler: User system:kube-scheduler, ServiceAccount kube-scheduler
kube-system system:controller:bootstrap-signer: ServiceAccount bootstrap-signer
kube-system system:controller:cloud-provider: ServiceAccount cloud-provider
kube-system system:controller:token-cleaner: ServiceAccount token-cleaner
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
