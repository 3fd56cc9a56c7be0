import { randomInt, randomUUID } from 'node:crypto'
import { newId } from '~/lib/kernel/ids'
import type { MemberRole, StaffRole } from '~/lib/kernel/op-context'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { cardProvider } from '../support/cards'
import type { Target } from './targets'

export type Scope = 'public' | 'account' | 'organisation' | 'staff'

export type ActionEntry = {
  scope: Scope
  /** Roles of members or staff with permission; omitted, everyone in scope. */
  allowed?: readonly (MemberRole | StaffRole)[]
  /** An argument with ids of `target`, without `organisationId` where the scope adds it. */
  argument(target: Target): Record<string, unknown>
  /** What the first allowed role gets: `ok`, or the domain's own refusal after the access checks. */
  control: string
  /** For `allowed` roles: what an owner without a second factor gets; `same` if it is not required. */
  withoutFactor?: 'same'
  /** Permitted while the organisation is suspended (its own settings). */
  whileSuspended?: true
  /**
   * A permitted call leaves the watched data unchanged: it reads, repeats a current value, names nothing that exists, or
   * concerns the operator's books.
   */
  leavesAll?: true
}

const operate = ['technical', 'owner'] as const
const ownerOnly = ['owner'] as const
const keepers = ['billing', 'owner'] as const
const decide = ['moderator', 'administrator'] as const
const inventory = ['capacity', 'administrator'] as const
const operations = ['capacity', 'support', 'administrator'] as const
const answerTickets = ['support', 'accountant', 'administrator'] as const
const bookkeep = ['accountant', 'administrator'] as const

const account = (argument: ActionEntry['argument'], control: string): ActionEntry => ({
  scope: 'account',
  argument,
  control,
})
const member = (
  allowed: ActionEntry['allowed'],
  argument: ActionEntry['argument'],
  control = 'ok',
  more: Partial<ActionEntry> = {},
): ActionEntry => ({
  scope: 'organisation',
  ...(allowed ? { allowed } : {}),
  argument,
  control,
  ...more,
})
const alsoWhileSuspended = (
  allowed: ActionEntry['allowed'],
  argument: ActionEntry['argument'],
  control = 'ok',
) => member(allowed, argument, control, { whileSuspended: true })
const staff = (
  allowed: ActionEntry['allowed'],
  argument: ActionEntry['argument'],
  control = 'ok',
  more: Partial<ActionEntry> = {},
): ActionEntry => ({
  scope: 'staff',
  ...(allowed ? { allowed } : {}),
  argument,
  control,
  ...more,
})

const secret = 'A'.repeat(43)
const statusToken = `${newId('statusSubscriber')}-${secret}`
const recipientToken = `${newId('alertRecipient')}-${newId('organisation')}-${secret}`
const incidentActors = ['support', 'capacity', 'administrator'] as const
const incidentTitles = { titleFr: 'Essai', titleEn: 'Trial' }
const describedPast = {
  descriptionFr: 'Un essai.',
  descriptionEn: 'A trial.',
  startsAt: '2020-01-01T00:00',
  endsAt: '2020-01-01T01:00',
}
const code = '000000'
const passwords = { currentPassword: 'not the right one', newPassword: 'une autre phrase bien longue' }
const balancerSettings = {
  listeners: [{ port: 80, protocol: 'http', certificateId: null, redirectsToHttps: false }],
  pool: {
    serverPort: 80,
    algorithm: 'round_robin',
    check: { protocol: 'tcp', path: null, intervalSeconds: 5, rise: 2, fall: 3 },
    isSticky: false,
    instanceIds: [],
    tags: [{ key: 'role', value: 'web' }],
  },
}
const siteFacts = { name: 'Paris-Nord', city: 'Saint-Denis', address: '14 rue des Bâtisseurs' }
const hostSize = {
  vcpuPhysical: 1,
  vcpuOvercommitPercent: 100,
  memoryMibPhysical: 1,
  diskGibPhysical: 1,
}
const anEmptyCart = {
  lines: [{ bundleId: '', zoneId: '', imageId: '', sshKeyIds: [], name: '', quantity: 1, placement: '' }],
  current: 0,
  references: {},
}
const aContract = () => ({
  month: `${new Date().getUTCFullYear() + 1}-06`,
  steps: [{ below: 'objective', reduction: '10' }],
  cap: '50',
  noticeHours: 120,
  allowanceMinutes: 240,
  bundles: [],
  zones: [],
  basis: newId('serviceContract'),
})
const aQualification = {
  kind: 'hds',
  name: '',
  status: 'planned',
  statusOn: '2026-01-05',
  validUntil: '',
  scopeFr: 'Hébergement',
  scopeEn: 'Hosting',
  body: '',
  reference: '',
  link: '',
}
const anUnknownQualification = () => ({
  qualificationId: newId('qualification'),
  basis: '2026-01-05T09:00:00.000Z',
})
const aBundle = (t: Target) => t.names.bundles.get('essentiel-4') ?? newId('bundle')
const anImage = (t: Target) => t.names.images.get('debian-13') ?? newId('image')
const volumeOnInstance = (t: Target) => ({ volumeId: t.volume(0), instanceId: t.instance(0) })

/** Every server action by its exported name. A new action needs one line here. */
export const actions: Record<string, ActionEntry> = {
  signUpAction: {
    scope: 'public',
    argument: (t) => ({ ...t.application(), password: 'court' }),
    control: 'invalid_input',
  },
  confirmEmailAction: { scope: 'public', argument: () => ({ secret }), control: 'invalid_token' },
  requestPasswordResetAction: {
    scope: 'public',
    argument: () => ({ email: 'personne@nulle-part.example' }),
    control: 'ok',
  },
  resetPasswordAction: {
    scope: 'public',
    argument: () => ({ secret, newPassword: passwords.newPassword }),
    control: 'invalid_token',
  },

  registerOrganisationAction: account((t) => ({ ...t.registration(), acceptsTerms: false }), 'invalid_input'),
  acceptInvitationAction: account(() => ({ secret }), 'invalid_token'),
  signUpInvitedAction: {
    scope: 'public',
    argument: () => ({ secret, fullName: 'Nadia Nouvelle', password: 'quatre tasses de verveine' }),
    control: 'invalid_token',
  },
  askToJoinAction: account((t) => ({ kind: 'public_body', identifier: t.siret }), 'already_exists'),
  enableSecondFactorAction: account(() => ({ code }), 'invalid_code'),
  disableSecondFactorAction: account(() => ({ code }), 'state_forbids'),
  renewRecoveryCodesAction: account(() => ({ code }), 'invalid_code'),
  changePasswordAction: account(() => passwords, 'invalid_credentials'),
  confirmIdentityAction: account(() => ({ proof: code }), 'invalid_code'),
  endSessionAction: account((t) => ({ sessionId: t.sessionId }), 'ok'),
  endOtherSessionsAction: account(() => ({}), 'ok'),
  resendConfirmationAction: account(() => ({}), 'state_forbids'),
  signOutAction: account(() => ({}), 'redirect'),

  placeOrderAction: member(operate, (t) => t.order(), 'ok'),
  // The order is no longer held: there is nothing left to decide.
  decideOrderAction: member(
    undefined,
    (t) => ({ orderId: t.estate.orderId, decision: 'approved', contentHash: '0'.repeat(64) }),
    'conflict',
  ),
  withdrawOrderAction: member(operate, (t) => ({ id: t.estate.orderId }), 'conflict'),
  answerCaseAction: alsoWhileSuspended(operate, (t) => ({ caseId: t.cases[4], answer: 'Pour la mairie.' })),
  addSignatureRuleAction: alsoWhileSuspended(ownerOnly, () => ({ from: '900000', approvals: '1' })),
  removeSignatureRuleAction: alsoWhileSuspended(
    ownerOnly,
    () => ({ ruleId: newId('signatureRule') }),
    'not_found',
  ),
  delegateApprovalAction: member(
    ['approver', 'owner'],
    (t) => ({ memberId: t.memberId, startsOn: '2020-01-01', endsOn: '2020-01-02' }),
    'invalid_input',
  ),
  endDelegationAction: member(
    ['approver', 'owner'],
    () => ({ delegationId: newId('delegation') }),
    'not_found',
  ),
  // There are no quotes: a call that passes the access checks gets not_found.
  askSignatureCodeAction: member(undefined, () => ({ quoteId: newId('quote') }), 'not_found'),
  signQuoteAction: member(
    undefined,
    () => ({
      quoteId: newId('quote'),
      fullName: 'Anne Besson',
      capacity: 'Maire',
      documentHash: '0'.repeat(64),
      code,
    }),
    'not_found',
  ),
  shareQuoteAction: member(operate, () => ({ quoteId: newId('quote') }), 'not_found'),
  createPurchaseOrderAction: alsoWhileSuspended(
    ['billing', 'owner'],
    () => ({ number: 'BC-1', ceiling: '100', startsOn: '2020-01-01', endsOn: '2020-01-02' }),
    'invalid_input',
  ),
  amendPurchaseOrderAction: alsoWhileSuspended(
    ['billing', 'owner'],
    () => ({
      purchaseOrderId: newId('purchaseOrder'),
      ceiling: '100',
      endsOn: '2099-01-01',
      reason: 'Avenant',
    }),
    'not_found',
  ),
  setReferencePolicyAction: alsoWhileSuspended(['billing', 'owner'], () => ({
    isPurchaseOrderRequired: false,
    isMarketNumberRequired: false,
  })),
  checkUserDataAction: member(operate, () => ({ text: '#cloud-config' })),
  saveOrderDraftAction: member(operate, () => ({ cart: anEmptyCart })),
  startInstanceAction: member(operate, (t) => ({ instanceId: t.instance(0) }), 'state_forbids'),
  testReachAction: member(operate, () => ({ instanceId: newId('instance') }), 'not_found'),
  readUserDataAction: member(operate, (t) => ({ instanceId: t.instance(0) }), 'not_found'),
  stopInstanceAction: member(operate, (t) => ({ instanceId: t.instance(1) })),
  openConsoleAction: member(operate, (t) => ({ instanceId: t.instance(0) })),
  restartInstanceAction: member(operate, (t) => ({ instanceId: t.instance(2) })),
  enterRescueAction: member(operate, (t) => ({ instanceId: t.instance(6) }), 'state_forbids'),
  leaveRescueAction: member(operate, (t) => ({ instanceId: t.instance(6) }), 'state_forbids'),
  operateInstancesAction: member(operate, (t) => ({ verb: 'stop', instanceIds: [t.instance(3)] })),
  resizeInstanceAction: member(operate, (t) => ({
    instanceId: t.instance(4),
    bundleId: t.names.bundles.get('essentiel-2'),
  })),
  repairPlacementAction: member(operate, (t) => ({ instanceId: t.instance(0) }), 'insufficient_capacity'),
  renameInstanceAction: member(operate, (t) => ({ instanceId: t.instance(0), name: 'renomme' })),
  tagInstanceAction: member(operate, (t) => ({ instanceId: t.instance(0), tags: { usage: 'essai' } })),
  protectInstanceAction: member(operate, (t) => ({ instanceId: t.instance(0), isProtected: true })),
  deleteInstanceAction: member(operate, (t) => ({ instanceId: t.instance(5), detachVolumes: true })),
  createProbeAction: member(operate, (t) => ({
    instanceId: t.instance(0),
    name: 'Essai',
    protocol: 'tcp',
    port: 22,
    alertAfter: 3,
    alertsByMail: false,
  })),
  changeProbeAction: member(operate, (t) => ({
    probeId: t.probeId,
    name: 'Essai 2',
    protocol: 'icmp',
    alertAfter: 2,
    alertsByMail: false,
  })),
  removeProbeAction: member(operate, (t) => ({ probeId: t.probeId })),
  chooseAlertMailsAction: alsoWhileSuspended(['owner', 'technical', 'approver', 'billing', 'reader'], () => ({
    isWanted: true,
  })),
  restoreInstanceAction: member(operate, (t) => ({ instanceId: t.instance(0) }), 'state_forbids'),
  retryProvisioningAction: member(operate, (t) => ({ instanceId: t.instance(0) }), 'state_forbids'),
  attachVolumeAction: member(operate, volumeOnInstance),
  detachVolumeAction: member(
    operate,
    (t) => ({ volumeId: t.volume(1), instanceId: t.instance(0) }),
    'state_forbids',
  ),
  renameVolumeAction: member(operate, (t) => ({ volumeId: t.volume(1), name: 'renomme' })),
  tagVolumeAction: member(operate, (t) => ({ volumeId: t.volume(1), tags: { usage: 'essai' } })),
  protectVolumeAction: member(operate, (t) => ({ volumeId: t.volume(1), isProtected: false })),
  setSnapshotScheduleAction: member(operate, (t) => ({
    volumeId: t.volume(1),
    rule: { rhythm: 'daily', atHour: 3 },
    keep: 7,
  })),
  removeSnapshotScheduleAction: member(operate, (t) => ({ volumeId: t.volume(1) })),
  copyVolumeAction: member(operate, (t) => ({
    volumeId: t.volume(1),
    bundleId: t.names.bundles.get('disque-rapide-500'),
    name: 'copie',
    idempotencyKey: randomUUID(),
  })),
  deleteVolumeAction: member(operate, (t) => ({ volumeId: t.volume(1) })),
  retryVolumeAction: member(operate, (t) => ({ volumeId: t.volume(0) }), 'state_forbids'),
  restoreVolumeAction: member(operate, (t) => ({ volumeId: t.volume(1) })),
  growVolumeAction: member(operate, (t) => ({
    volumeId: t.volume(1),
    bundleId: t.names.bundles.get('disque-rapide-500'),
  })),
  chooseRenewalAction: member(
    operate,
    () => ({ commitmentId: newId('commitment'), renewal: 'hourly' }),
    'not_found',
  ),
  leaveCommitmentAction: member(
    operate,
    () => ({ commitmentId: newId('commitment'), acceptedCents: '1' }),
    'not_found',
  ),
  takeSnapshotAction: member(operate, (t) => ({ volumeId: t.volume(1), name: 'essai' })),
  chooseMoveSlotAction: member(
    operate,
    (t) => ({ relocationId: newId('relocation'), instanceId: t.instance(0), slotAt: null }),
    'not_found',
  ),
  takeInstanceSnapshotAction: member(operate, (t) => ({ instanceId: t.instance(6), name: 'essai-2' })),
  copyInstanceAction: member(operate, (t) => ({
    snapshotId: t.instanceSnapshotId,
    bundleId: t.names.bundles.get('essai'),
    name: 'clone',
    idempotencyKey: randomUUID(),
  })),
  makeBackupAction: member(operate, (t) => ({
    volumeId: t.volume(0),
    snapshotId: null,
    zoneId: t.names.zones.get('LYS1'),
    volumeClass: 'fast',
    name: 'essai-3',
  })),
  setBackupScheduleAction: member(operate, (t) => ({
    volumeId: t.volume(0),
    rule: { rhythm: 'daily', atHour: 3 },
    keep: 7,
    zoneId: t.names.zones.get('LYS1'),
    volumeClass: 'fast',
  })),
  removeBackupScheduleAction: member(operate, (t) => ({ volumeId: t.volume(0) })),
  deleteBackupAction: member(operate, (t) => ({ backupId: t.backupId })),
  restoreBackupAction: member(operate, (t) => ({
    backupId: t.otherBackupId,
    bundleId: t.names.bundles.get('disque-rapide-500'),
    name: 'restaure',
    idempotencyKey: randomUUID(),
  })),
  makeImageAction: member(
    operate,
    (t) => ({ instanceId: t.instance(6), snapshotId: null, name: 'socle' }),
    'state_forbids',
  ),
  deleteImageAction: member(operate, (t) => ({ imageId: t.privateImageId })),
  restoreInstanceSnapshotAction: member(
    operate,
    (t) => ({ snapshotId: t.instanceSnapshotId }),
    'state_forbids',
  ),
  deleteInstanceSnapshotAction: member(operate, (t) => ({ snapshotId: t.instanceSnapshotId })),
  restoreSnapshotAction: member(operate, (t) => ({ snapshotId: t.snapshotId }), 'state_forbids'),
  deleteSnapshotAction: member(operate, (t) => ({ snapshotId: t.snapshotId })),

  createNetworkAction: member(operate, (t) => ({
    projectId: t.defaultProjectId,
    zoneId: t.names.zones.get('LIL1') ?? newId('zone'),
    name: newId('network').slice(-8),
  })),
  renameNetworkAction: member(operate, (t) => ({
    networkId: t.networkId,
    name: newId('network').slice(-8),
  })),
  // The server was ordered on it.
  connectToNetworkAction: member(
    operate,
    (t) => ({ instanceId: t.instance(0), networkId: t.networkId }),
    'already_exists',
  ),
  disconnectFromNetworkAction: member(
    operate,
    (t) => ({ instanceId: t.instance(0), networkId: t.networkId }),
    'state_forbids',
  ),
  peerNetworksAction: member(
    operate,
    (t) => ({ networkId: t.networkId, peerId: t.networkId }),
    'invalid_input',
  ),
  unpeerNetworksAction: member(
    operate,
    (t) => ({ networkId: t.networkId, peerId: t.networkId }),
    'not_found',
  ),
  // Servers are on it.
  deleteNetworkAction: member(operate, (t) => ({ networkId: t.networkId }), 'state_forbids'),
  previewFirewallAction: member(operate, (t) => ({
    edit: { do: 'remove_rule', ruleId: t.firewallRuleId },
  })),
  changeFirewallAction: member(operate, (t) => ({
    edit: {
      do: 'change_rule',
      ruleId: t.firewallRuleId,
      rule: { direction: 'in', protocol: 'tcp', ports: '443', peer: { kind: 'anywhere' } },
    },
  })),
  createRuleSetAction: member(operate, () => ({
    name: `set-${newId('token').replace('_', '-')}`,
    template: 'web',
  })),
  renameRuleSetAction: member(operate, (t) => ({
    setId: t.ruleSetId,
    name: `set-${newId('token').replace('_', '-')}`,
  })),
  // Its network is of another project: nothing that workers observe is left.
  orderBalancerAction: member(
    operate,
    (t) => ({
      idempotencyKey: newId('token'),
      zoneId: t.names.zones.get('PAR1') ?? newId('zone'),
      projectId: t.projectId,
      name: `front-${crypto.randomUUID().slice(0, 8)}`,
      costReferences: { purchaseOrderNumber: 'BC-2026-14' },
      balancer: { networkId: t.networkId, settings: balancerSettings },
    }),
    'invalid_input',
  ),
  changeBalancerAction: member(
    operate,
    (t) => ({ balancerId: t.balancerId, settings: balancerSettings }),
    'state_forbids',
  ),
  renameBalancerAction: member(
    operate,
    (t) => ({ balancerId: t.balancerId, name: 'essai' }),
    'state_forbids',
  ),
  // The failed one is taken from the list.
  deleteBalancerAction: member(operate, (t) => ({ balancerId: t.balancerId })),
  retryBalancerAction: member(operate, (t) => ({ balancerId: t.balancerId }), 'state_forbids'),
  reserveAddressAction: member(operate, (t) => ({
    idempotencyKey: newId('token'),
    zoneId: t.names.zones.get('PAR1') ?? newId('zone'),
    projectId: t.defaultProjectId,
    costReferences: { purchaseOrderNumber: 'BC-2026-14' },
  })),
  addNameAction: member(
    operate,
    (t) => ({ projectId: t.defaultProjectId, label: 'pas un nom', addressId: t.publicAddressId }),
    'invalid_input',
  ),
  removeNameAction: member(operate, (t) => ({ nameId: t.nameId })),
  uploadCertificateAction: member(
    operate,
    (t) => ({ projectId: t.defaultProjectId, chain: 'aucun', privateKey: 'aucune' }),
    'invalid_input',
  ),
  replaceCertificateAction: member(
    operate,
    (t) => ({ certificateId: t.certificateId, chain: 'aucun', privateKey: 'aucune' }),
    'invalid_input',
  ),
  orderCertificateAction: member(
    operate,
    () => ({ balancerId: newId('balancer'), hostNames: 'www.example.org' }),
    'not_found',
  ),
  retryCertificateAction: member(operate, (t) => ({ certificateId: t.certificateId }), 'not_found'),
  deleteCertificateAction: member(operate, (t) => ({ certificateId: t.certificateId })),
  setReverseNameAction: member(operate, (t) => ({ addressId: t.publicAddressId, name: '' })),
  attachAddressAction: member(operate, (t) => ({
    addressId: t.publicAddressId,
    instanceId: t.instance(0),
  })),
  detachAddressAction: member(operate, (t) => ({ addressId: t.publicAddressId })),
  releaseAddressAction: member(operate, (t) => ({ addressId: t.publicAddressId })),

  createTokenAction: alsoWhileSuspended(undefined, () => ({
    name: `essai ${randomUUID()}`,
    permissions: ['organisation:read'],
    projectIds: null,
    networks: [],
    mayDestroy: false,
    days: 1,
  })),
  // A member replaces the secrets of its own tokens, and the owner is the holder of this one.
  rotateTokenAction: alsoWhileSuspended(ownerOnly, (t) => ({ tokenId: t.tokenId, overlapHours: 1 })),
  revokeTokenAction: alsoWhileSuspended(ownerOnly, (t) => ({ tokenId: t.tokenId })),
  addSshKeyAction: alsoWhileSuspended(operate, (t) => ({ name: 'seconde', publicKey: t.publicKey })),
  removeSshKeyAction: alsoWhileSuspended(operate, (t) => ({ sshKeyId: t.estate.sshKeyId })),
  askExportAction: member(
    ['billing', 'owner', 'reader'],
    () => ({ kind: 'documents', format: 'csv', period: '2026-10' }),
    'ok',
    { whileSuspended: true, withoutFactor: 'same' },
  ),
  changeCostWatchAction: alsoWhileSuspended(keepers, () => ({ isOn: true, minimumEuros: 35 })),
  createExportScheduleAction: alsoWhileSuspended(keepers, () => ({
    destination: 's3',
    exports: [{ kind: 'documents', format: 'csv' }],
    day: 5,
    endpoint: 'https://s3.example.com',
    region: 'fr-par',
    bucket: 'compta',
    prefix: '',
    accessKeyId: 'SCWXXXXXXXXXXXXXXXXX',
    secretKey: 'secret',
  })),
  changeExportScheduleAction: alsoWhileSuspended(
    keepers,
    () => ({ scheduleId: newId('exportSchedule'), day: 5, format: 'csv' }),
    'not_found',
  ),
  pauseExportScheduleAction: alsoWhileSuspended(
    keepers,
    () => ({ scheduleId: newId('exportSchedule'), isPaused: true }),
    'not_found',
  ),
  endExportScheduleAction: alsoWhileSuspended(
    keepers,
    () => ({ scheduleId: newId('exportSchedule') }),
    'not_found',
  ),
  setPurchaseAccountsAction: alsoWhileSuspended(keepers, () => ({ accounts: 'DSI = 611000' })),
  askOperatorExportAction: staff(
    ['accountant', 'support', 'auditor', 'administrator'],
    () => ({ kind: 'documents', format: 'csv', period: '2026-10' }),
    'ok',
    { leavesAll: true },
  ),
  replaceInvoiceAction: staff(
    bookkeep,
    () => ({ deliveryId: newId('delivery'), reason: 'Engagement inconnu' }),
    'not_found',
  ),
  resolveDeliveryAction: staff(bookkeep, () => ({ deliveryId: newId('delivery') }), 'not_found'),
  retryDeliveryAction: staff(bookkeep, () => ({ deliveryId: newId('delivery') }), 'not_found'),
  setEreportingAction: staff(
    bookkeep,
    () => ({ size: 'large', regime: 'real_monthly', platformCode: '0000' }),
    'ok',
    { leavesAll: true },
  ),
  declarePeriodAction: staff(bookkeep, () => ({ kind: 'transactions', from: '2020-01-01' }), 'not_found'),
  resendDeclarationAction: staff(bookkeep, () => ({ declarationId: newId('declaration') }), 'not_found'),
  retryPaymentReportAction: staff(bookkeep, () => ({ paymentReportId: newId('paymentReport') }), 'not_found'),
  tellEmbeddedStatusAction: staff(
    bookkeep,
    () => ({ deliveryId: newId('delivery'), code: '205' }),
    'not_found',
  ),
  setConnectionAction: staff(
    bookkeep,
    () => ({
      channel: 'platform',
      baseUrl: 'https://plateforme.example',
      tokenUrl: 'https://plateforme.example/token',
      clientId: 'andromede',
      clientSecret: 'secret',
    }),
    'ok',
    { leavesAll: true },
  ),
  removeConnectionAction: staff(bookkeep, () => ({ channel: 'platform' }), 'ok', { leavesAll: true }),
  changeBillingAction: alsoWhileSuspended(['billing', 'owner'], (t) => t.billing()),
  acceptLegalVersionsAction: alsoWhileSuspended(ownerOnly, (t) => t.legalVersions),
  requestQuotaAction: member(operate, (t) => ({
    projectId: t.defaultProjectId,
    resource: 'instances',
    limit: 1_000,
    reason: 'Essai.',
  })),
  withdrawQuotaRequestAction: member(operate, (t) => ({ requestId: t.quotaRequestId })),
  createBudgetAction: alsoWhileSuspended(keepers, () => ({
    name: 'Année',
    monthlyEuros: 100,
    thresholds: '80',
  })),
  changeBudgetAction: alsoWhileSuspended(keepers, (t) => ({
    budgetId: t.budgetId,
    name: 'Mois',
    monthlyEuros: 200,
    thresholds: '',
  })),
  addAlertRecipientAction: alsoWhileSuspended(keepers, () => ({ email: 'tutelle@nulle-part.example' })),
  removeAlertRecipientAction: alsoWhileSuspended(
    keepers,
    () => ({ recipientId: newId('alertRecipient') }),
    'not_found',
  ),
  endBudgetAction: alsoWhileSuspended(keepers, (t) => ({ budgetId: t.budgetId })),
  changeBillingSettingsAction: alsoWhileSuspended(keepers, () => ({ grouping: 'project', language: 'fr' })),
  createWebhookAction: member(operate, () => ({ url: 'https://exemple.fr/', events: ['quota.accepted'] })),
  rotateWebhookSecretAction: member(operate, (t) => ({ endpointId: t.webhookId })),
  enableWebhookAction: member(operate, (t) => ({ endpointId: t.webhookId })),
  testWebhookAction: member(operate, (t) => ({ endpointId: t.webhookId })),
  redeliverWebhookAction: member(operate, (t) => ({ deliveryId: t.webhookDeliveryId })),
  replayEventsAction: member(operate, (t) => ({
    endpointId: t.webhookId,
    from: new Date(Date.now() - 3_600_000).toISOString(),
    until: new Date().toISOString(),
  })),
  deleteWebhookAction: member(operate, (t) => ({ endpointId: t.webhookId })),
  createProjectAction: member(ownerOnly, () => ({ name: 'Recette' })),
  changeProjectAction: member(ownerOnly, (t) => ({ projectId: t.projectId, name: 'Essais 2' })),
  tagProjectAction: member(ownerOnly, (t) => ({ projectId: t.projectId, tags: { usage: 'essai' } })),
  shareQuotaAction: member(ownerOnly, (t) => ({
    fromProjectId: t.defaultProjectId,
    toProjectId: t.projectId,
    resource: 'instances',
    amount: 1,
  })),
  archiveProjectAction: member(ownerOnly, (t) => ({ projectId: t.projectId })),
  changeMemberRoleAction: alsoWhileSuspended(ownerOnly, (t) => ({ memberId: t.memberId, role: 'approver' })),
  setProjectRolesAction: alsoWhileSuspended(ownerOnly, (t) => ({
    memberId: t.memberId,
    roles: [{ projectId: t.defaultProjectId, role: 'reader' }],
  })),
  // The organisation has other approvers.
  allowSelfApprovalAction: alsoWhileSuspended(
    ownerOnly,
    () => ({ reason: 'Une seule personne.' }),
    'state_forbids',
  ),
  forbidSelfApprovalAction: alsoWhileSuspended(ownerOnly, () => ({ isAllowed: false }), 'not_found'),
  removeMemberAction: alsoWhileSuspended(ownerOnly, (t) => ({ memberId: t.memberId })),
  inviteMemberAction: alsoWhileSuspended(ownerOnly, () => ({
    email: `invite-${randomUUID()}@exemple.fr`,
    role: 'reader',
  })),
  // There is no invitation: a valid call finds nothing to resend or withdraw.
  resendInvitationAction: alsoWhileSuspended(
    ownerOnly,
    () => ({ invitationId: newId('invitation') }),
    'not_found',
  ),
  withdrawInvitationAction: alsoWhileSuspended(
    ownerOnly,
    () => ({ invitationId: newId('invitation') }),
    'not_found',
  ),
  acceptJoinRequestAction: alsoWhileSuspended(ownerOnly, (t) => ({
    joinRequestId: t.joinRequests[0],
    role: 'reader',
  })),
  refuseJoinRequestAction: alsoWhileSuspended(ownerOnly, (t) => ({ joinRequestId: t.joinRequests[1] })),
  resubmitOrganisationAction: alsoWhileSuspended(ownerOnly, (t) => t.resubmission(), 'state_forbids'),
  openTicketAction: alsoWhileSuspended(['technical', 'approver', 'billing', 'owner'], (t) => ({
    subject: 'Essai',
    category: 'question',
    impact: 'none',
    body: 'Bonjour.',
    projectId: t.defaultProjectId,
  })),
  answerTicketAction: alsoWhileSuspended(['technical', 'approver', 'billing', 'owner'], (t) => ({
    ticketId: t.tickets[0],
    body: 'Merci.',
  })),
  closeTicketAction: alsoWhileSuspended(['technical', 'approver', 'billing', 'owner'], (t) => ({
    ticketId: t.tickets[1],
  })),
  // The requester already follows the ticket.
  followTicketAction: member(undefined, (t) => ({ ticketId: t.tickets[0], isFollowing: false }), 'ok', {
    whileSuspended: true,
    withoutFactor: 'same',
  }),
  contestMonthAction: alsoWhileSuspended(
    keepers,
    () => ({ assessmentId: newId('slaAssessment'), body: 'Essai des accès.' }),
    'not_found',
  ),
  readNoticesAction: member(undefined, () => ({ upTo: new Date().toISOString() }), 'ok', {
    whileSuspended: true,
    withoutFactor: 'same',
  }),

  decideCasesAction: staff(decide, (t) => ({ caseIds: [t.cases[0]], decision: 'accepted' })),
  askCaseAction: staff(decide, (t) => ({ caseId: t.cases[1], question: 'Pour quel projet ?' })),
  holdCaseAction: staff(decide, (t) => ({
    caseId: t.cases[2],
    // The day in Paris may have begun before the day in UTC.
    until: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10),
    reason: 'Nous attendons.',
  })),
  // Assigned to no one, as before.
  assignCaseAction: staff(decide, (t) => ({ caseId: t.cases[3] }), 'ok', { leavesAll: true }),
  takeTicketAction: staff(answerTickets, (t) => ({ ticketId: t.tickets[2] })),
  // Assigned to no one, as before.
  assignTicketAction: staff(answerTickets, (t) => ({ ticketId: t.tickets[3] }), 'ok', { leavesAll: true }),
  answerCustomerAction: staff(answerTickets, (t) => ({
    ticketId: t.tickets[0],
    body: 'Nous regardons.',
    leaves: 'waiting',
  })),
  noteTicketAction: staff(answerTickets, (t) => ({ ticketId: t.tickets[0], body: 'À suivre.' })),
  acceptOrganisationAction: staff(decide, (t) => ({ organisationId: t.waiting[0] })),
  refuseOrganisationAction: staff(decide, (t) => ({
    organisationId: t.waiting[1],
    reason: 'Dossier incomplet.',
  })),
  askOrganisationAction: staff(decide, (t) => ({
    organisationId: t.waiting[2],
    question: 'Quel est votre siège ?',
  })),
  liftCapAction: staff(
    decide,
    (t) => ({ organisationId: t.organisationId, reason: 'Client connu.' }),
    'conflict',
  ),
  changeHostStateAction: staff(inventory, (t) => ({
    hostId: t.hostId,
    to: 'maintenance',
    reason: 'Essai des accès.',
  })),
  // The host answers, so each of these is refused.
  declareHostLossAction: staff(
    inventory,
    (t) => ({ hostId: t.hostId, name: 'essai', verification: 'Essai des accès, sans effet.' }),
    'state_forbids',
  ),
  confirmHostLossAction: staff(
    inventory,
    (t) => ({ hostId: t.hostId, lossId: newId('hostLoss'), name: 'essai' }),
    'state_forbids',
  ),
  withdrawHostLossAction: staff(inventory, (t) => ({ hostId: t.hostId }), 'state_forbids'),
  reuseLostHostAction: staff(inventory, (t) => ({ hostId: t.hostId }), 'state_forbids'),
  requestRecoveryAction: staff(
    inventory,
    (t) => ({ hostId: t.hostId, instanceIds: [newId('instance')] }),
    'state_forbids',
  ),
  // A plan that was never shown: refused after the access checks, and nothing moves.
  startDrainAction: staff(
    inventory,
    (t) => ({ hostId: t.hostId, reason: 'Essai des accès.', planKey: '0'.repeat(64) }),
    'conflict',
  ),
  startRebalanceAction: staff(
    inventory,
    (t) => ({
      zoneId: t.place.zoneId,
      movesMax: 10,
      reason: 'Essai des accès.',
      planKey: '0'.repeat(64),
    }),
    'conflict',
  ),
  setForecastThresholdAction: staff(inventory, () => ({ zoneId: newId('zone'), warnDays: 90 }), 'not_found'),
  turnRelocationAction: staff(
    inventory,
    () => ({ relocationId: newId('relocation'), to: 'pause' }),
    'not_found',
  ),
  // Names that the demonstration uses: refused after the access checks, and nothing is left for other tests to see.
  registerSiteAction: staff(inventory, (t) => ({ zoneId: t.place.zoneId, ...siteFacts }), 'name_taken'),
  registerRoomAction: staff(inventory, (t) => ({ siteId: t.place.siteId, name: 'B1' }), 'name_taken'),
  registerRackAction: staff(inventory, (t) => ({ roomId: t.place.roomId, name: '01' }), 'name_taken'),
  registerPoolAction: staff(
    inventory,
    (t) => ({ zoneId: t.place.zoneId, name: 'par1-rapide', volumeClass: 'fast', gibPhysical: 1 }),
    'name_taken',
  ),
  registerHostAction: staff(
    inventory,
    (t) => ({ rackId: t.place.rackId, name: 'par1-b1-02-04', generation: 'G3', ...hostSize }),
    'name_taken',
  ),
  editSiteAction: staff(
    inventory,
    (t) => ({ siteId: t.place.siteId, ...siteFacts, name: 'Lyon-Est' }),
    'name_taken',
  ),
  editRoomAction: staff(inventory, (t) => ({ roomId: t.place.roomId, name: 'B1' }), 'ok', {
    leavesAll: true,
  }),
  editRackAction: staff(inventory, (t) => ({ rackId: t.place.rackId, name: '01' }), 'name_taken'),
  setHeadroomAction: staff(inventory, (t) => ({ zoneId: t.place.zoneId, keepsHeadroom: false }), 'ok', {
    leavesAll: true,
  }),
  setPlacementAction: staff(inventory, (t) => ({ zoneId: t.place.zoneId, placement: 'spread' }), 'ok', {
    leavesAll: true,
  }),
  editPoolAction: staff(
    inventory,
    (t) => ({ poolId: t.place.poolId, name: 'lys1-rapide', gibPhysical: 1_000_000, gibReserved: 0 }),
    'name_taken',
  ),
  editHostAction: staff(inventory, (t) => ({
    hostId: t.hostId,
    rackId: t.place.rackId,
    generation: 'G4',
    ...hostSize,
  })),
  defineBundleAction: staff(
    inventory,
    () => ({
      slug: 'essentiel-4',
      name: 'Essai',
      family: 'essential',
      vcpu: 1,
      memoryMib: 1_024,
      rootDiskGib: 10,
      volumeGib: 0,
      position: 99,
    }),
    'name_taken',
  ),
  defineAddressBundleAction: staff(
    inventory,
    () => ({ slug: 'essentiel-4', name: 'Essai', position: 99 }),
    'name_taken',
  ),
  defineBalancerBundleAction: staff(
    inventory,
    () => ({ slug: 'essentiel-4', name: 'Essai', position: 99 }),
    'name_taken',
  ),
  changeBundleAction: staff(
    inventory,
    () => ({ bundleId: newId('bundle'), name: 'Essai', position: 1, requiredLabels: {} }),
    'not_found',
  ),
  sellBundleAction: staff(inventory, (t) => ({ bundleId: aBundle(t), isOnSale: true }), 'ok', {
    leavesAll: true,
  }),
  // No version has this name.
  previewContractAction: staff(['administrator'], aContract, 'conflict'),
  publishContractAction: staff(['administrator'], aContract, 'conflict'),
  // Obtained without a body.
  declareQualificationAction: staff(
    ['administrator'],
    () => ({ ...aQualification, status: 'obtained' }),
    'invalid_input',
  ),
  changeQualificationAction: staff(
    ['administrator'],
    () => ({ ...aQualification, ...anUnknownQualification() }),
    'not_found',
  ),
  withdrawQualificationAction: staff(
    ['administrator'],
    () => ({ ...anUnknownQualification(), withdrawnOn: '2026-01-05' }),
    'not_found',
  ),
  previewPricesAction: staff(bookkeep, (t) => ({ bundleId: aBundle(t), prices: { compute: '9' } }), 'ok', {
    leavesAll: true,
  }),
  publishPricesAction: staff(
    bookkeep,
    (t) => ({ bundleId: aBundle(t), prices: { compute: '9' }, basis: '' }),
    'conflict',
  ),
  annulPricesAction: staff(
    bookkeep,
    (t) => ({ bundleId: aBundle(t), validFrom: '2035-01-01T00:00:00Z' }),
    'not_found',
  ),
  setFieldsAction: staff(
    inventory,
    () => ({
      bundleId: newId('bundle'),
      zone: { rule: 'open', value: '' },
      image: { rule: 'open', value: '' },
      placement: { rule: 'open', value: 'none' },
      commitment: { rule: 'open', value: '0' },
    }),
    'not_found',
  ),
  previewRatesAction: staff(bookkeep, () => ({ rates: { 'memory-12': '1,5' } }), 'ok', { leavesAll: true }),
  publishRatesAction: staff(bookkeep, () => ({ rates: { 'memory-12': '1,5' }, basis: 'x' }), 'conflict'),
  previewListAction: staff(
    bookkeep,
    () => ({ organisationId: newId('organisation'), reason: 'Essai de droits', lines: [] }),
    'not_found',
  ),
  publishListAction: staff(
    bookkeep,
    () => ({ organisationId: newId('organisation'), reason: 'Essai de droits', lines: [], basis: '' }),
    'not_found',
  ),
  createPromotionAction: staff(
    bookkeep,
    () => ({
      name: 'Essai de droits',
      kind: 'percentage',
      value: '0',
      durationMonths: 1,
      endsOn: '2035-01-01',
      limitPerOrganisation: 1,
    }),
    'invalid_input',
  ),
  publishTrafficPriceAction: staff(
    bookkeep,
    () => ({ includedGib: 1_024, price: '0,0100', month: '2026-01' }),
    'invalid_input',
  ),
  makeMeteringKeyAction: staff(inventory, () => ({ zone: 'NUL9', name: 'Essai de droits' }), 'not_found'),
  replaceMeteringKeyAction: staff(inventory, () => ({ keyId: newId('meteringKey') }), 'not_found'),
  withdrawMeteringKeyAction: staff(inventory, () => ({ keyId: newId('meteringKey') }), 'not_found'),
  endPromotionAction: staff(bookkeep, () => ({ promotionId: newId('promotion') }), 'not_found'),
  changeImageAction: staff(
    inventory,
    () => ({
      imageId: newId('image'),
      name: 'Essai',
      updatedOn: '2026-01-01',
      position: 1,
      hasCloudInit: true,
      hasSsh: 'unknown',
    }),
    'not_found',
  ),
  sellImageAction: staff(inventory, (t) => ({ imageId: anImage(t), isOnSale: true }), 'ok', {
    leavesAll: true,
  }),
  previewImportAction: staff(inventory, () => ({ csv: 'zone;name' }), 'ok', { leavesAll: true }),
  importHostsAction: staff(inventory, () => ({ csv: 'zone;name' }), 'invalid_input'),
  relabelHostAction: staff(inventory, (t) => ({ hostId: t.hostId, labels: { essai: 'oui' } })),
  addAddressPoolAction: staff(
    inventory,
    (t) => ({ zoneId: t.names.zones.get('PAR1') ?? newId('zone'), range: '10.0.0.0/24' }),
    'invalid_input',
  ),
  removeAddressPoolAction: staff(inventory, (t) => ({ poolId: t.addressPoolId })),
  addHypervisorAction: staff(
    inventory,
    () => ({ zoneCode: 'ZZZ1', zoneName: 'Essai', city: 'Essai', address: '127.0.0.1', token: 'none' }),
    'invalid_input',
  ),
  rereadHypervisorAction: staff(inventory, (t) => ({ hypervisorId: t.hypervisorId })),
  changeHypervisorAddressesAction: staff(inventory, (t) => ({
    hypervisorId: t.hypervisorId,
    addresses: '127.0.0.1',
  })),
  changeManagementRangesAction: staff(inventory, (t) => ({
    hypervisorId: t.hypervisorId,
    ranges: '198.51.100.0/24',
  })),
  confirmHypervisorAction: staff(
    inventory,
    (t) => ({ hypervisorId: t.hypervisorId, revision: 0 }),
    'state_forbids',
  ),
  setNameServiceAction: staff(
    inventory,
    () => ({
      domain: 'autre.example',
      nameServers: 'ns1.autre.example',
      baseUrl: 'http://127.0.0.1:9',
      key: '',
      resolver: '',
    }),
    'state_forbids',
  ),
  setAcmeAction: staff(
    inventory,
    () => ({
      directoryUrl: 'https://autorite.example/dir',
      contact: 'contact@operateur.example',
      authorities: 'aucune',
      resolver: 'aucun',
    }),
    'invalid_input',
  ),
  switchAcmeAction: staff(inventory, () => ({ isOn: true }), 'not_found'),
  switchNamesAction: staff(inventory, () => ({ isOn: true }), 'ok', { leavesAll: true }),
  decideNameDifferenceAction: staff(
    inventory,
    () => ({ differenceId: newId('nameDifference'), decision: 'remove' }),
    'state_forbids',
  ),
  removeHypervisorAction: staff(inventory, (t) => ({ hypervisorId: t.hypervisorId })),
  agreeToDatabaseAction: staff(
    ['administrator'],
    () => ({ identity: '1/1/00000001', dataLost: false }),
    'state_forbids',
  ),
  proposeJumpAction: staff(
    ['accountant', 'administrator'],
    () => ({
      sellingEntityId: newId('sellingEntity'),
      series: 'FAC-1999',
      lastNumber: 9,
      reason: 'Essai des accès.',
      reference: 'Essai.',
    }),
    'not_found',
  ),
  decideJumpAction: staff(
    ['accountant', 'administrator'],
    () => ({ jumpId: newId('numberJump'), decision: 'withdraw' }),
    'not_found',
  ),
  proposeLossesAction: staff(
    inventory,
    () => ({ driftIds: [newId('drift')], reason: 'Essai des accès.' }),
    'ok',
    { leavesAll: true },
  ),
  decideLossesAction: staff(inventory, () => ({ lossIds: [newId('rowLoss')], decision: 'withdraw' }), 'ok', {
    leavesAll: true,
  }),
  proposeSendingsAction: staff(
    ['accountant', 'administrator'],
    () => ({ sendingIds: [newId('doubtfulSending')], outcome: 'sent', reference: 'Essai des accès.' }),
    'ok',
    { leavesAll: true },
  ),
  decideSendingsAction: staff(
    ['accountant', 'administrator'],
    () => ({ sendingIds: [newId('doubtfulSending')], outcome: null, decision: 'withdraw' }),
    'ok',
    { leavesAll: true },
  ),
  proposeAdoptionsAction: staff(
    inventory,
    () => ({ quarantineIds: [newId('quarantine')], reason: 'Essai des accès.' }),
    'ok',
    { leavesAll: true },
  ),
  decideAdoptionsAction: staff(
    inventory,
    () => ({ adoptionIds: [newId('adoption')], decision: 'withdraw' }),
    'ok',
    { leavesAll: true },
  ),
  decideManyAction: staff(
    inventory,
    () => ({ quarantineIds: [newId('quarantine')], decision: 'propose' }),
    'ok',
    { leavesAll: true },
  ),
  allowComparisonAction: staff(['administrator'], () => ({ identity: '1/1/00000001' }), 'state_forbids'),
  releaseErasuresAction: staff(['administrator'], () => ({}), 'state_forbids'),
  releaseDriftAction: staff(inventory, () => ({ driftId: newId('drift') }), 'state_forbids'),
  decideQuarantineAction: staff(
    inventory,
    () => ({ quarantineId: newId('quarantine'), decision: 'keep' }),
    'not_found',
  ),
  resumeSagaAction: staff(
    operations,
    (t) => ({ sagaId: t.estate.sagaId, reason: 'Essai des accès.' }),
    'state_forbids',
  ),
  undoSagaAction: staff(
    operations,
    (t) => ({ sagaId: t.estate.sagaId, reason: 'Essai des accès.' }),
    'state_forbids',
  ),
  signMandateAction: alsoWhileSuspended(
    keepers,
    () => ({
      iban: 'FR7630006000011234567890189',
      bic: 'AGRIFRPP',
      holderName: 'Essai des accès',
      holderAddress: { line1: '1 rue de l’Essai', postcode: '75001', city: 'Paris', countryCode: 'FR' },
      scheme: 'CORE',
      isAgreed: true,
    }),
    'state_forbids',
  ),
  revokeMandateAction: alsoWhileSuspended(keepers, () => ({ reference: 'AND-NONE' }), 'not_found'),
  choosePaymentMethodAction: alsoWhileSuspended(keepers, () => ({ method: 'transfer' })),
  confirmMovementAction: staff(
    bookkeep,
    (t) => ({ movementId: newId('bankMovement'), organisationId: t.organisationId, documentIds: [] }),
    'not_found',
  ),
  assignMovementAction: staff(
    bookkeep,
    () => ({ movementId: newId('bankMovement'), numbers: 'AUCUNE-1' }),
    'invalid_input',
  ),
  setAsideMovementAction: staff(
    bookkeep,
    () => ({ movementId: newId('bankMovement'), note: 'Essai.' }),
    'not_found',
  ),
  undoMovementAction: staff(
    bookkeep,
    () => ({ movementId: newId('bankMovement'), note: 'Essai.' }),
    'not_found',
  ),
  // New Year's Day is no banking day.
  prepareDebitsAction: staff(bookkeep, () => ({ collectOn: '2099-01-01' }), 'invalid_input'),
  markDebitsSentAction: staff(bookkeep, () => ({ batchId: newId('directDebitBatch') }), 'not_found'),
  cancelDebitsAction: staff(bookkeep, () => ({ batchId: newId('directDebitBatch') }), 'not_found'),
  setCreditorAction: staff(bookkeep, () => ({ identifier: 'FR72ZZZ123456', noticeDays: 14 }), 'ok', {
    leavesAll: true,
  }),
  setCardProviderAction: staff(
    bookkeep,
    () => ({ baseUrl: cardProvider.baseUrl, secret: cardProvider.secret }),
    'ok',
    { leavesAll: true },
  ),
  refundCardPaymentAction: staff(
    bookkeep,
    () => ({ cardPaymentId: newId('cardPayment'), amount: '12,00', reason: 'Servi deux fois' }),
    'not_found',
  ),
  decideCardRefundAction: staff(
    bookkeep,
    () => ({ cardRefundId: newId('cardRefund'), decision: 'refused' }),
    'not_found',
  ),
  switchCardsAction: staff(
    bookkeep,
    () => ({ baseUrl: 'https://aucun.example', isOn: false }),
    'state_forbids',
  ),
  payByCardAction: alsoWhileSuspended(keepers, () => ({ documentId: newId('invoice') }), 'not_found'),
  returnDebitAction: staff(
    bookkeep,
    () => ({ directDebitId: newId('directDebit'), reason: 'AC04' }),
    'not_found',
  ),
  decideDunningAction: staff(
    bookkeep,
    () => ({ documentId: newId('invoice'), step: 'doubtful', decision: 'declined', note: 'Essai.' }),
    'not_found',
  ),
  holdDunningAction: staff(bookkeep, () => ({ documentId: newId('invoice'), reason: 'Essai.' }), 'not_found'),
  releaseDunningAction: staff(bookkeep, () => ({ documentId: newId('invoice') }), 'not_found'),
  reinstateAction: staff(bookkeep, (t) => ({ organisationId: t.organisationId, note: 'Essai.' }), 'conflict'),
  // A new day for each call: a known rate never changes.
  recordRateAction: staff(
    bookkeep,
    () => ({
      from: new Date(Date.UTC(2000 + randomInt(20), randomInt(12), 2 + randomInt(27)))
        .toISOString()
        .slice(0, 10),
      percent: '4,00',
    }),
    'ok',
    { leavesAll: true },
  ),
  startRunAction: staff(bookkeep, () => ({ period: '2098-01', mode: 'dry_run' }), 'state_forbids'),
  creditInvoiceAction: staff(
    bookkeep,
    () => ({ documentId: newId('invoice'), reason: 'Essai des accès.' }),
    'not_found',
  ),
  grantConcessionAction: staff(bookkeep, (t) => ({
    organisationId: t.organisationId,
    kind: 'gesture',
    amount: '1,00',
    reason: 'Essai des accès.',
  })),
  decideConcessionAction: staff(
    bookkeep,
    () => ({ concessionId: newId('concession'), decision: 'refused' }),
    'not_found',
  ),
  decideServiceCreditAction: staff(
    bookkeep,
    () => ({ creditId: newId('serviceCredit'), decision: 'confirmed' }),
    'not_found',
  ),
  requestAssessmentAction: staff(
    bookkeep,
    (t) => ({ organisationId: t.organisationId, period: '2020-01', reason: 'Essai des accès.' }),
    'not_found',
  ),
  setVatRegimeAction: staff(bookkeep, (t) => ({ organisationId: t.organisationId, regime: 'by_address' })),
  // An unknown colleague: changing a real one would end the attackers' sessions.
  disableStaffAction: staff(
    ['administrator'],
    () => ({ staffId: newId('staff'), reason: 'Essai des accès' }),
    'not_found',
  ),
  enableStaffAction: staff(['administrator'], () => ({ staffId: newId('staff') }), 'not_found'),
  changeStaffRolesAction: staff(
    ['administrator'],
    () => ({ staffId: newId('staff'), roles: ['support'] }),
    'not_found',
  ),
  resetStaffFactorAction: staff(['administrator'], () => ({ staffId: newId('staff') }), 'not_found'),
  decideSellerChangeAction: staff(
    bookkeep,
    () => ({ changeId: newId('sellerChange'), decision: 'refused' }),
    'not_found',
  ),
  withdrawSellerChangeAction: staff(bookkeep, () => ({ changeId: newId('sellerChange') }), 'not_found'),
  changeBillingSellerAction: staff(
    bookkeep,
    () => ({
      siret: '00000000000000',
      electronicScheme: '0225',
      electronicId: '000000000',
      iban: 'FR7630006000011234567890189',
      bic: 'AGRIFRPP',
      accountHolder: 'Essai',
      vatOnDebits: true,
      invoicePrefix: 'FAC',
      creditNotePrefix: 'AVO',
      fourEyesFromEuros: 500,
    }),
    'invalid_input',
  ),
  retryJobAction: staff(operations, () => ({ jobId: '9223372036854775806' }), 'not_found'),
  enableStaffSecondFactorAction: { scope: 'staff', argument: () => ({ code }), control: 'invalid_code' },
  renewStaffRecoveryCodesAction: staff(undefined, () => ({ code }), 'invalid_code'),
  // Nothing is proposed or announced: a call that passes the access checks gets not_found.
  openIncidentAction: staff(
    incidentActors,
    (t) => ({
      place: `host:${t.hostId}`,
      severity: 'minor',
      state: 'investigating',
      startedAt: '2020-01-01T00:00',
      ...incidentTitles,
      textFr: 'Un essai.',
      textEn: 'A trial.',
    }),
    'invalid_input',
  ),
  acceptIncidentAction: staff(
    incidentActors,
    () => ({
      incidentId: newId('incident'),
      severity: 'minor',
      state: 'investigating',
      ...incidentTitles,
      textFr: 'Un essai.',
      textEn: 'A trial.',
    }),
    'not_found',
  ),
  dismissIncidentAction: staff(
    incidentActors,
    () => ({ incidentId: newId('incident'), reason: 'Un essai.' }),
    'not_found',
  ),
  updateIncidentAction: staff(
    incidentActors,
    () => ({
      incidentId: newId('incident'),
      severity: 'minor',
      state: 'resolved',
      textFr: 'Un essai.',
      textEn: 'A trial.',
    }),
    'not_found',
  ),
  explainIncidentAction: staff(
    incidentActors,
    () => ({
      incidentId: newId('incident'),
      rootCauseFr: '',
      rootCauseEn: '',
      postMortemFr: '',
      postMortemEn: '',
    }),
    'not_found',
  ),
  decideExclusionAction: staff(
    ['support', 'administrator'],
    () => ({
      incidentId: newId('incident'),
      fromAt: '2026-11-01T00:00',
      toAt: '2026-11-01T01:00',
      reason: 'Une coupure ordonnée.',
    }),
    'not_found',
  ),
  revokeExclusionAction: staff(
    ['support', 'administrator'],
    () => ({ exclusionId: newId('exclusion') }),
    'not_found',
  ),
  announceMaintenanceAction: staff(
    incidentActors,
    (t) => ({ place: `host:${t.hostId}`, ...incidentTitles, ...describedPast }),
    'invalid_input',
  ),
  changeMaintenanceAction: staff(
    incidentActors,
    () => ({ maintenanceId: newId('maintenance'), ...incidentTitles, ...describedPast }),
    'invalid_input',
  ),
  cancelMaintenanceAction: staff(
    incidentActors,
    () => ({ maintenanceId: newId('maintenance') }),
    'not_found',
  ),
  renewCalendarAction: member(operate, () => ({})),
  endCalendarAction: member(operate, () => ({})),
  subscribeToStatusAction: {
    scope: 'public',
    argument: () => ({ email: 'personne@nulle-part.example' }),
    control: 'ok',
  },
  confirmSubscriptionAction: {
    scope: 'public',
    argument: () => ({ token: statusToken }),
    control: 'invalid_token',
  },
  endSubscriptionAction: {
    scope: 'public',
    argument: () => ({ token: statusToken }),
    control: 'invalid_token',
  },
  confirmAlertRecipientAction: {
    scope: 'public',
    argument: () => ({ token: recipientToken }),
    control: 'invalid_token',
  },
  endAlertRecipientAction: {
    scope: 'public',
    argument: () => ({ token: recipientToken }),
    control: 'invalid_token',
  },
  confirmStaffIdentityAction: staff(undefined, () => ({ proof: code }), 'invalid_code'),
  changeStaffPasswordAction: staff(undefined, () => passwords, 'invalid_credentials'),
  endStaffSessionAction: staff(undefined, (t) => ({ sessionId: t.staffSessionId }), 'ok'),
  endOtherStaffSessionsAction: staff(undefined, () => ({})),
  signOutStaffAction: staff(undefined, () => ({}), 'redirect'),
}

export type RouteEntry = {
  surface: 'portal' | 'operator' | 'both'
  scope: Scope
  allowed?: readonly (MemberRole | StaffRole)[]
  /** The address with ids of `target`. */
  address(target: Target): string
  control: number
}

const organisationRoute = (address: RouteEntry['address']): RouteEntry => ({
  surface: 'portal',
  scope: 'organisation',
  address,
  control: 200,
})
const staffRoute = (allowed: RouteEntry['allowed'], address: RouteEntry['address']): RouteEntry => ({
  surface: 'operator',
  scope: 'staff',
  ...(allowed ? { allowed } : {}),
  address,
  control: 200,
})
const inOrganisation = (t: Target) => `organisationId=${t.organisationId}`
const seeBooks = ['accountant', 'support', 'auditor', 'administrator'] as const
const seeInventory = ['moderator', 'capacity', 'support', 'auditor', 'administrator'] as const
const seeOperations = ['capacity', 'support', 'auditor', 'administrator'] as const
const seeTickets = ['moderator', 'support', 'accountant', 'auditor', 'administrator'] as const
const everyRole = ['moderator', 'capacity', 'support', 'accountant', 'auditor', 'administrator'] as const

/** Every route handler by its path. */
export const routeHandlers: Record<string, RouteEntry> = {
  '/api/auth/[...nextauth]': {
    surface: 'both',
    scope: 'public',
    address: () => '/api/auth/session',
    control: 200,
  },
  '/api/health': { surface: 'both', scope: 'public', address: () => '/api/health', control: 200 },
  '/api/live': { surface: 'both', scope: 'public', address: () => '/api/live', control: 200 },
  '/api/ready': { surface: 'both', scope: 'public', address: () => '/api/ready', control: 200 },
  '/api/live/directory': {
    surface: 'portal',
    scope: 'public',
    address: (t) => `/api/live/directory?kind=public_body&identifier=${t.siret}`,
    control: 200,
  },
  '/api/live/instances': organisationRoute((t) => `/api/live/instances?${inOrganisation(t)}`),
  '/api/live/instances/[id]': organisationRoute(
    (t) => `/api/live/instances/${t.instance(0)}?${inOrganisation(t)}`,
  ),
  '/api/live/instances/[id]/metrics': organisationRoute(
    (t) => `/api/live/instances/${t.instance(0)}/metrics?range=day&${inOrganisation(t)}`,
  ),
  '/api/live/backups': organisationRoute((t) => `/api/live/backups?${inOrganisation(t)}`),
  '/api/live/stream': organisationRoute((t) => `/api/live/stream?${inOrganisation(t)}`),
  '/api/live/news': organisationRoute((t) => `/api/live/news?${inOrganisation(t)}`),
  '/api/live/inbox': organisationRoute((t) => `/api/live/inbox?${inOrganisation(t)}`),
  '/api/calendar/[secret]': {
    surface: 'portal',
    scope: 'public',
    address: () => `/api/calendar/${'A'.repeat(43)}`,
    control: 404,
  },
  '/etat/atom.xml': { surface: 'portal', scope: 'public', address: () => '/etat/atom.xml', control: 200 },
  '/etat/calendrier/[zone]': {
    surface: 'portal',
    scope: 'public',
    address: () => '/etat/calendrier/PAR1',
    control: 200,
  },
  '/api/live/images': organisationRoute((t) => `/api/live/images?${inOrganisation(t)}`),
  '/api/live/balancers': organisationRoute((t) => `/api/live/balancers?${inOrganisation(t)}`),
  '/api/live/balancers/[id]': organisationRoute(
    (t) => `/api/live/balancers/${t.balancerId}?${inOrganisation(t)}`,
  ),
  '/api/live/volumes': organisationRoute((t) => `/api/live/volumes?${inOrganisation(t)}`),
  '/api/live/volumes/[id]': organisationRoute((t) => `/api/live/volumes/${t.volume(0)}?${inOrganisation(t)}`),
  '/api/live/orders/[id]': organisationRoute(
    (t) => `/api/live/orders/${t.estate.orderId}?${inOrganisation(t)}`,
  ),
  '/api/live/search': organisationRoute((t) => `/api/live/search?q=web&${inOrganisation(t)}`),
  // Accepts uploads, see `uploads.e2e.ts`; it has no GET.
  '/api/purchase-order-documents': {
    surface: 'portal',
    scope: 'public',
    address: () => '/api/purchase-order-documents',
    control: 405,
  },
  '/api/purchase-order-documents/[id]': {
    ...organisationRoute(
      (t) => `/api/purchase-order-documents/${newId('purchaseOrderDocument')}?${inOrganisation(t)}`,
    ),
    allowed: ['owner', 'technical', 'approver', 'billing', 'reader'],
    control: 404,
  },
  '/api/ticket-attachments': {
    surface: 'portal',
    scope: 'public',
    address: () => '/api/ticket-attachments',
    control: 405,
  },
  '/api/ticket-attachments/[id]': {
    ...organisationRoute((t) => `/api/ticket-attachments/${newId('ticketAttachment')}?${inOrganisation(t)}`),
    control: 404,
  },
  '/api/live/quotes/[quote]': {
    ...organisationRoute((t) => `/api/live/quotes/${newId('quote')}?${inOrganisation(t)}`),
    control: 404,
  },
  '/docs/api/andromede': {
    surface: 'portal',
    scope: 'public',
    address: () => '/docs/api/andromede',
    control: 200,
  },
  '/docs/api/openapi.json': {
    surface: 'portal',
    scope: 'public',
    address: () => '/docs/api/openapi.json',
    control: 200,
  },
  '/api/devis/[secret]': {
    surface: 'portal',
    scope: 'public',
    address: () => `/api/devis/${'A'.repeat(43)}`,
    control: 404,
  },
  '/api/live/references': organisationRoute((t) => `/api/live/references?${inOrganisation(t)}`),
  '/api/live/price': organisationRoute((t) => `/api/live/price?${inOrganisation(t)}`),
  '/api/live/stock': organisationRoute((t) => `/api/live/stock?${inOrganisation(t)}`),
  '/api/live/operator/hosts': staffRoute(seeInventory, () => '/api/live/operator/hosts'),
  '/api/live/operator/hosts/[host]/metrics': staffRoute(
    seeInventory,
    (t) => `/api/live/operator/hosts/${t.hostId}/metrics?range=day`,
  ),
  '/api/live/operator/relocations/[id]': {
    ...staffRoute(seeInventory, () => `/api/live/operator/relocations/${newId('relocation')}`),
    control: 404,
  },
  '/api/live/operator/bank-statements': {
    surface: 'operator',
    scope: 'public',
    address: () => '/api/live/operator/bank-statements',
    control: 405,
  },
  '/api/live/operator/status-reports': {
    surface: 'operator',
    scope: 'public',
    address: () => '/api/live/operator/status-reports',
    control: 405,
  },
  '/api/live/operator/ticket-attachments': {
    surface: 'operator',
    scope: 'public',
    address: () => '/api/live/operator/ticket-attachments',
    control: 405,
  },
  '/api/live/operator/ticket-attachments/[id]': {
    ...staffRoute(seeTickets, () => `/api/live/operator/ticket-attachments/${newId('ticketAttachment')}`),
    control: 404,
  },
  // It names topics alone; what they hold has routes with rights of their own.
  '/api/live/operator/stream': staffRoute(undefined, () => '/api/live/operator/stream'),
  '/api/live/operator/sagas': staffRoute(seeOperations, () => '/api/live/operator/sagas'),
  '/api/live/operator/sagas/[id]': staffRoute(
    seeOperations,
    (t) => `/api/live/operator/sagas/${t.estate.sagaId}`,
  ),
  '/api/billing/[organisationId]/files/[documentId]/[kind]': {
    ...organisationRoute((t) => `/api/billing/${t.organisationId}/files/${newId('invoice')}/pdf`),
    allowed: ['owner', 'billing', 'reader'],
    control: 404,
  },
  '/api/billing/[organisationId]/archive': {
    ...organisationRoute((t) => `/api/billing/${t.organisationId}/archive?ids=${newId('invoice')}`),
    allowed: ['owner', 'billing', 'reader'],
    control: 404,
  },
  '/api/billing/[organisationId]/service-levels/[assessmentId]': {
    ...organisationRoute((t) => `/api/billing/${t.organisationId}/service-levels/${newId('slaAssessment')}`),
    allowed: ['owner', 'billing', 'reader'],
    control: 404,
  },
  '/api/billing/[organisationId]/exports/[kind]/[format]/[period]': {
    ...organisationRoute((t) => `/api/billing/${t.organisationId}/exports/documents/csv/2026-10`),
    allowed: ['owner', 'billing', 'reader'],
  },
  '/api/billing/[organisationId]/prepared/[exportId]': {
    ...organisationRoute((t) => `/api/billing/${t.organisationId}/prepared/${newId('export')}`),
    allowed: ['owner', 'billing', 'reader'],
    control: 404,
  },
  '/api/journal/[organisationId]': organisationRoute((t) => `/api/journal/${t.organisationId}`),
  '/api/live/operator/journal': staffRoute(
    ['auditor', 'administrator'],
    () => '/api/live/operator/journal?from=2026-01-01&to=2026-01-02',
  ),
  '/api/sla/[organisationId]/[month]/[format]': organisationRoute(
    (t) => `/api/sla/${t.organisationId}/${parisDay(new Date()).slice(0, 7)}/csv`,
  ),
  '/api/live/timeline/[resourceId]': organisationRoute(
    (t) =>
      `/api/live/timeline/${t.instance(0)}?from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z&${inOrganisation(t)}`,
  ),
  '/api/billing/[organisationId]/statement/[format]': {
    ...organisationRoute((t) => `/api/billing/${t.organisationId}/statement/csv`),
    allowed: ['owner', 'billing', 'reader'],
  },
  '/api/live/operator/debits/[batchId]': {
    ...staffRoute(bookkeep, () => `/api/live/operator/debits/${newId('directDebitBatch')}`),
    control: 404,
  },
  '/api/live/operator/billing/files/[documentId]/[kind]': {
    ...staffRoute(seeBooks, () => `/api/live/operator/billing/files/${newId('invoice')}/pdf`),
    control: 404,
  },
  '/api/live/operator/billing/declarations/[declarationId]': {
    ...staffRoute(seeBooks, () => `/api/live/operator/billing/declarations/${newId('declaration')}`),
    control: 404,
  },
  '/api/live/operator/billing/services/[month]/[format]': {
    ...staffRoute(seeBooks, () => '/api/live/operator/billing/services/2020-01/csv'),
    control: 404,
  },
  '/api/live/operator/billing/exports/[kind]/[format]/[period]': staffRoute(
    seeBooks,
    () => '/api/live/operator/billing/exports/documents/csv/2026-10',
  ),
  '/api/live/operator/billing/service-levels/[assessmentId]': {
    ...staffRoute(seeBooks, () => `/api/live/operator/billing/service-levels/${newId('slaAssessment')}`),
    control: 404,
  },
  '/api/live/operator/billing/prepared/[exportId]': {
    ...staffRoute(seeBooks, () => `/api/live/operator/billing/prepared/${newId('export')}`),
    control: 404,
  },
  // Authenticated by a machine's key; it has no GET.
  '/api/metering/events': {
    surface: 'operator',
    scope: 'public',
    address: () => '/api/metering/events',
    control: 405,
  },
  // Authenticated by the card provider's signature; it has no GET.
  '/api/card-payments/notices': {
    surface: 'portal',
    scope: 'public',
    address: () => '/api/card-payments/notices',
    control: 405,
  },
  '/api/live/operator/search': staffRoute(everyRole, () => '/api/live/operator/search?q=essai'),
}
