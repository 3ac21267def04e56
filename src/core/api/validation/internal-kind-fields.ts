/** The fields of the server's own types of other kinds, in the form of `POD_FIELDS`. */
export const KIND_FIELDS: Readonly<Record<string, string>> = {
  PodFailurePolicy: "Rules[]PodFailureRule",
  PodFailureRule: "Action OnExitCodes*ExitCodes OnPodConditions[]PodCondition",
  ExitCodes: "ContainerName? Operator Values?",
  PodCondition: "Type Status",
  SuccessPolicy: "Rules[]SuccessRule",
  SuccessRule: "SucceededIndexes? SucceededCount?",
  UncountedPods: "Succeeded? Failed?",
  DisruptionBudget: "MinAvailable? Selector^ MaxUnavailable? UnhealthyPodEvictionPolicy?",
  Behavior: "ScaleUp*ScalingRules ScaleDown*ScalingRules",
  ScalingRules: "StabilizationWindowSeconds? SelectPolicy? Policies[]ScalingPolicy Tolerance?",
  ScalingPolicy: "Type Value# PeriodSeconds#",
  ClaimSpec:
    "AccessModes? Selector^ Resources.ClaimResources VolumeName StorageClassName? VolumeMode? DataSource*TypedLocal DataSourceRef*Typed " +
    "VolumeAttributesClassName?",
  ClaimResources: "Limits% Requests%",
  TypedLocal: "APIGroup=apiGroup? Kind Name",
  Typed: "APIGroup=apiGroup? Kind Name Namespace?",
  VolumeNodeAffinity: "Required*NodeSelector",
  PersistentVolumeSource:
    "GCEPersistentDisk=gcePersistentDisk*GceDisk AWSElasticBlockStore=awsElasticBlockStore*AwsDisk HostPath*HostPath Glusterfs? " +
    "NFS=nfs*NFS RBD=rbd? Quobyte? ISCSI=iscsi? FlexVolume? Cinder? CephFS=cephfs? FC=fc? Flocker? AzureFile? VsphereVolume? AzureDisk? " +
    "PhotonPersistentDisk? PortworxVolume? ScaleIO=scaleIO? Local*Local StorageOS=storageos? CSI=csi*PersistentCSI",
  GceDisk: "PDName=pdName FSType=fsType Partition# ReadOnly!",
  AwsDisk: "VolumeID=volumeID FSType=fsType Partition# ReadOnly!",
  Local: "Path FSType=fsType?",
  PersistentCSI:
    "Driver VolumeHandle ReadOnly! FSType=fsType VolumeAttributes% ControllerPublishSecretRef*SecretRef NodeStageSecretRef*SecretRef " +
    "NodePublishSecretRef*SecretRef ControllerExpandSecretRef*SecretRef NodeExpandSecretRef*SecretRef",
  SecretRef: "Name Namespace",
  CSINodeDriver: "Name NodeID=nodeID TopologyKeys? Allocatable?",
  VolumeAttachmentSpec: "Attacher Source.AttachmentSource NodeName",
  AttachmentSource: "PersistentVolumeName? InlineVolumeSpec?",
};
