export type { SagaState, StepState } from '~/db/schema/provisioning'
export type { InstanceState, VolumeState } from '~/db/schema/resources/compute'
export type { PublicVerdict } from '~/db/schema/resources/reach-tests'
export type { AddressPage, AddressPoolView, PublicAddressView } from './addresses/client'
export { opensRemoteAccess, type RemoteAccess, remoteAccessName } from './balancers/opens-remote-access'
export { resolvePool } from './balancers/resolve-pool'
export type {
  BackendView,
  BalancerForm,
  BalancerLine,
  BalancerSettings,
  BalancerState,
  BalancerView,
  ServerBalancer,
} from './balancers/views'
export {
  type AcmePage,
  type CertificateState,
  type CertificatesPage,
  type CertificateView,
  certificateFileBytesMax,
} from './certificates/client'
export { splitPem } from './certificates/split-pem'
export {
  endedInstanceStates,
  instanceTones,
  listedInstanceStates,
  listedVolumeStates,
  listPageSize,
  snapshotTones,
  transientInstanceStates,
  transientSnapshotStates,
  transientVolumeStates,
  volumeTones,
} from './common/states'
export type {
  InstanceDetail,
  InstanceLine,
  InstanceView,
  ListPage,
  ProjectRef,
  TransitionView,
  UsageLineView,
  VolumeDetail,
  VolumeView,
  ZoneChoice,
} from './common/views'
export { copyCan } from './copies/copy-can'
export { copyKinds } from './copies/copy-kinds'
export type {
  BackupView,
  CopyView,
  InstanceSnapshotView,
  PrivateImageView,
  SnapshotView,
} from './copies/copy-views'
export type { BackupTarget } from './copies/list-backup-targets'
export type { BackupPlace } from './copies/request-backup'
export type { Access } from './firewall/access'
export type {
  Endpoint,
  FirewallPreview,
  PeerView,
  ProjectFirewall,
  ReachMatrix,
  RuleSetView,
  RuleView,
} from './firewall/client'
export { ruleSetTemplates } from './firewall/templates'
export { type FirstBootView, isFirstBootFollowed } from './first-boot/first-boot-view'
export { copiesAsOf, type LastCopies } from './losses/last-copies'
export type { LosableKind, LossRefused } from './losses/lose-resource'
export type { HostLossView, LostServerView, SilentHostView } from './losses/views'
export { type MetricPoint, type MetricRange, type MetricSeries, metricRanges } from './metrics/ranges'
export type { PlacedCell } from './network-map/areas'
export type { MapFacts, MapNetwork } from './network-map/facts'
export { fitText, layoutMap, type PlacedEdge } from './network-map/layout'
export type { PlacedBalancer } from './network-map/place-balancers'
export type { CardView, NetworkForm, NetworkPeer, NetworkView, ServerNetworks } from './networks/client'
export { isReachSettling, type Reach, type Way } from './networks/reach'
export { isSource } from './networks/rule-values'
export { cardsMax, isServerAddress, serverAddresses } from './networks/server-addresses'
export type { CustomerEstate } from './overview/read-customer-estate'
export { type ProbeProtocol, type ProbeView, probeProtocols, probesMax } from './probes/client'
export { seenWords } from './probes/seen-words'
export { quotaAmount, quotaPair } from './projects/quota-amount'
export type { ProjectSummary, QuotaView } from './projects/views'
export { isReachTesting, type ReachTestView } from './reach-tests/views'
export {
  currentStep,
  type FailedJobView,
  isLive,
  type OperatorSagaView,
  type SagaPage,
  type SagaStepView,
  type SagaView,
  sagaStates,
} from './sagas/views'
export type { ScheduleView } from './schedules/schedule-view'
export { type Decision, instanceCan } from './servers/instance-can'
export { answeringInstanceStates, answeringVolumeStates } from './servers/instance-health'
export type { ResizeChoice } from './servers/list-resize-choices'
export type { PlacementRepair } from './servers/placement-repair'
export type { GrowthChoice } from './volumes/list-growth-choices'
export { volumeCan } from './volumes/volume-can'
