/**
 * The fields of the server's own types for pods, in Go's order. A plain name is a text, `#` a number, `!` a boolean, `?` a pointer, list or map of
 * scalars that prints as it is or as null, `%` a map printed with sorted keys, `^` a label selector, `.T` a struct, `*T` a pointer to one and `[]T` a list of them.
 * `=name` gives the name in JSON where it is not the Go name with a small first letter.
 */
export const POD_FIELDS: Readonly<Record<string, string>> = {
  PodSpec:
    "Volumes[]Volume InitContainers[]Container Containers[]Container EphemeralContainers[]EphemeralContainer RestartPolicy " +
    "TerminationGracePeriodSeconds? ActiveDeadlineSeconds? DNSPolicy=dnsPolicy NodeSelector% ServiceAccountName " +
    "AutomountServiceAccountToken? NodeName SecurityContext*PodSecurityContext ImagePullSecrets[]Named Hostname Subdomain " +
    "SetHostnameAsFQDN? Affinity*Affinity SchedulerName Tolerations[]Toleration HostAliases[]HostAlias PriorityClassName Priority? " +
    "PreemptionPolicy? DNSConfig=dnsConfig*DNSConfig ReadinessGates[]ReadinessGate RuntimeClassName? Overhead% EnableServiceLinks? " +
    "TopologySpreadConstraints[]Spread OS=os*Named SchedulingGates[]Named ResourceClaims[]PodClaim Resources*Resources HostnameOverride? " +
    "WorkloadRef?",
  PodSecurityContext:
    "HostNetwork! HostPID=hostPID! HostIPC=hostIPC! ShareProcessNamespace? HostUsers? SELinuxOptions=seLinuxOptions*SELinux " +
    "WindowsOptions? RunAsUser? RunAsGroup? RunAsNonRoot? SupplementalGroups? SupplementalGroupsPolicy? FSGroup=fsGroup? " +
    "FSGroupChangePolicy=fsGroupChangePolicy? Sysctls[]NameValue SeccompProfile*Profile AppArmorProfile*Profile " +
    "SELinuxChangePolicy=seLinuxChangePolicy?",
  Container:
    "Name Image Command? Args? WorkingDir Ports[]Port EnvFrom[]EnvFrom Env[]Env Resources.Resources ResizePolicy[]Resize RestartPolicy? " +
    "RestartPolicyRules? VolumeMounts[]Mount VolumeDevices[]Device LivenessProbe*Probe ReadinessProbe*Probe StartupProbe*Probe " +
    "Lifecycle*Lifecycle TerminationMessagePath TerminationMessagePolicy ImagePullPolicy SecurityContext*SecurityContext Stdin! StdinOnce! " +
    "TTY=tty!",
  Named: "Name",
  NameValue: "Name Value",
  SELinux: "User Role Type Level",
  Profile: "Type LocalhostProfile?",
  SecurityContext:
    "Capabilities*Capabilities Privileged? SELinuxOptions=seLinuxOptions*SELinux WindowsOptions? RunAsUser? RunAsGroup? RunAsNonRoot? " +
    "ReadOnlyRootFilesystem? AllowPrivilegeEscalation? ProcMount? SeccompProfile*Profile AppArmorProfile*Profile",
  Capabilities: "Add? Drop?",
  Port: "Name HostPort# ContainerPort# Protocol HostIP=hostIP",
  EnvFrom: "Prefix ConfigMapRef*MapRef SecretRef*MapRef",
  MapRef: "Name Optional?",
  Env: "Name Value ValueFrom*EnvSource",
  EnvSource:
    "FieldRef*FieldRef ResourceFieldRef*ResourceRef ConfigMapKeyRef*KeyRef SecretKeyRef*KeyRef FileKeyRef*FileRef",
  FieldRef: "APIVersion=apiVersion FieldPath",
  ResourceRef: "ContainerName Resource Divisor",
  KeyRef: "Name Key Optional?",
  FileRef: "VolumeName Path Key Optional?",
  Resources: "Limits% Requests% Claims[]Claim",
  Claim: "Name Request",
  Resize: "ResourceName RestartPolicy",
  Mount: "Name ReadOnly! RecursiveReadOnly? MountPath SubPath MountPropagation? SubPathExpr",
  Device: "Name DevicePath",
  Probe:
    "Exec*Exec HTTPGet=httpGet*HTTPGet TCPSocket=tcpSocket*TCPSocket GRPC=grpc*GRPC InitialDelaySeconds# TimeoutSeconds# PeriodSeconds# " +
    "SuccessThreshold# FailureThreshold# TerminationGracePeriodSeconds?",
  Exec: "Command?",
  HTTPGet: "Path Port# Host Scheme HTTPHeaders=httpHeaders[]NameValue",
  TCPSocket: "Port# Host",
  GRPC: "Port# Service?",
  Lifecycle: "PostStart*Hook PreStop*Hook StopSignal?",
  Hook: "Exec*Exec HTTPGet=httpGet*HTTPGet TCPSocket=tcpSocket*TCPSocket Sleep*Sleep",
  Sleep: "Seconds#",
  Volume:
    "Name HostPath*HostPath EmptyDir*EmptyDir GCEPersistentDisk=gcePersistentDisk? AWSElasticBlockStore=awsElasticBlockStore? " +
    "GitRepo*GitRepo Secret*Secret NFS=nfs*NFS ISCSI=iscsi? Glusterfs? PersistentVolumeClaim*VolumeClaim RBD=rbd? Quobyte? FlexVolume? " +
    "Cinder? CephFS=cephfs? Flocker? DownwardAPI=downwardAPI*Downward FC=fc? AzureFile? ConfigMap*ConfigMap VsphereVolume? AzureDisk? " +
    "PhotonPersistentDisk? Projected*Projected PortworxVolume? ScaleIO=scaleIO? StorageOS=storageos? CSI=csi*CSI Ephemeral? Image*Image",
  HostPath: "Path Type?",
  EmptyDir: "Medium SizeLimit?",
  GitRepo: "Repository Revision Directory",
  Secret: "SecretName Items[]KeyPath DefaultMode? Optional?",
  KeyPath: "Key Path Mode?",
  NFS: "Server Path ReadOnly!",
  VolumeClaim: "ClaimName ReadOnly!",
  Downward: "Items[]DownwardFile DefaultMode?",
  DownwardFile: "Path FieldRef*FieldRef ResourceFieldRef*ResourceRef Mode?",
  ConfigMap: "Name Items[]KeyPath DefaultMode? Optional?",
  Projected: "Sources[]Projection DefaultMode?",
  Projection:
    "Secret*MapProjection DownwardAPI=downwardAPI*DownwardProjection ConfigMap*MapProjection ServiceAccountToken*Token " +
    "ClusterTrustBundle? PodCertificate?",
  MapProjection: "Name Items[]KeyPath Optional?",
  DownwardProjection: "Items[]DownwardFile",
  Token: "Audience ExpirationSeconds# Path",
  CSI: "Driver ReadOnly? FSType=fsType? VolumeAttributes% NodePublishSecretRef*Named",
  Image: "Reference PullPolicy",
  Affinity: "NodeAffinity*NodeAffinity PodAffinity*PodAffinity PodAntiAffinity*PodAffinity",
  NodeAffinity:
    "RequiredDuringSchedulingIgnoredDuringExecution*NodeSelector PreferredDuringSchedulingIgnoredDuringExecution[]PreferredNodes",
  NodeSelector: "NodeSelectorTerms[]NodeTerm",
  PreferredNodes: "Weight# Preference.NodeTerm",
  NodeTerm: "MatchExpressions[]NodeRequirement MatchFields[]NodeRequirement",
  NodeRequirement: "Key Operator Values?",
  PodAffinity:
    "RequiredDuringSchedulingIgnoredDuringExecution[]PodTerm PreferredDuringSchedulingIgnoredDuringExecution[]PreferredPods",
  PreferredPods: "Weight# PodAffinityTerm.PodTerm",
  PodTerm:
    "LabelSelector? Namespaces? TopologyKey NamespaceSelector? MatchLabelKeys? MismatchLabelKeys?",
  Toleration: "Key Operator Value Effect TolerationSeconds?",
  HostAlias: "IP=ip Hostnames?",
  DNSConfig: "Nameservers? Searches? Options[]DNSOption",
  DNSOption: "Name Value?",
  ReadinessGate: "ConditionType",
  Spread:
    "MaxSkew# TopologyKey WhenUnsatisfiable LabelSelector? MinDomains? NodeAffinityPolicy? NodeTaintsPolicy? MatchLabelKeys?",
  PodClaim: "Name ResourceClaimName? ResourceClaimTemplateName?",
};
