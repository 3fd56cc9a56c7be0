import { registerHost, registerRack } from '~/lib/datacentre'
import { createProject } from '~/lib/identity'
import { newTokenSecret } from '~/lib/identity/api-tokens/secret'
import { ed25519Line } from '~/lib/identity/testing/ssh-lines'
import { type Id, newId } from '~/lib/kernel/ids'
import { type MemberRole, type StaffRole, staffRoles } from '~/lib/kernel/op-context'
import { hashSecret, newSecret, seal } from '~/lib/kernel/secrets/secrets'
import { listBackupTargets } from '~/lib/resources'
import { makeBackup, makeImage, takeInstanceSnapshot, takeSnapshot } from '~/lib/resources/testing/unjudged'
import { openTicket } from '~/lib/support'
import { secretPlace } from '~/lib/webhooks/delivery/secret-place'
import type { TestBuyer } from '~/testing/buyer'
import { makeStaff, type StaffPerson } from '~/testing/staff'
import { sql, systemNowContext, until } from '../support/database'
import { isIdle, type OrderedEstate, orderEstate, seedNames } from '../support/estate'
import { ensureNetwork } from '../support/networks'
import { openSessionOf } from '../support/session'
import { makeApplicant, makeOrganisation, makeWaitingOrganisation, memberContext } from '../support/world'

/** Everything that arguments may name. `foreign` things have another owner, `absent` ones do not exist. */
export type Target = {
  organisationId: string
  siret: string
  estate: Pick<OrderedEstate, 'orderId' | 'sshKeyId' | 'sagaId'>
  names: Awaited<ReturnType<typeof seedNames>>
  legalVersions: { termsVersion: string; dpaVersion: string }
  memberId: string
  /** An empty project in addition to the default one. */
  projectId: string
  defaultProjectId: string
  /** A request that waits for the operator, and two more about other resources. */
  quotaRequestId: string
  /** Cases of quota requests: to decide, to ask, to snooze, to assign, and one that was asked. */
  cases: string[]
  /** Tickets of the owner: to be answered by both sides, to close, to take, to assign. */
  tickets: string[]
  budgetId: string
  probeId: string
  purchaseOrderId: string
  webhookId: string
  /** Of the owner. */
  tokenId: string
  /** A completed delivery. */
  webhookDeliveryId: string
  joinRequests: string[]
  waiting: string[]
  hostId: string
  /** The location of the host. */
  place: { zoneId: string; siteId: string; roomId: string; rackId: string; poolId: string }
  /** A private network with one rule, as rows only. */
  networkId: string
  firewallRuleId: string
  /** A set of that project that is attached to nothing. */
  ruleSetId: string
  publicAddressId: string
  /** A failed one, which no worker observes. */
  balancerId: string
  nameId: string
  /** A certificate that no balancer shows, as rows only. */
  certificateId: string
  addressPoolId: string
  /** A hypervisor that no worker has read. */
  hypervisorId: string
  mailId: string
  /** As in the list of sessions: another person's session, on the surface of the action. */
  sessionId: string
  staffSessionId: string
  /** Of the first volume. */
  snapshotId: string
  instanceSnapshotId: string
  privateImageId: string
  backupId: string
  otherBackupId: string
  publicKey: string
  instance(index: number): string
  volume(index: number): string
  order(): Record<string, unknown>
  billing(): Record<string, unknown>
  resubmission(): Record<string, unknown>
  registration(): Record<string, unknown>
  application(): Record<string, unknown>
}

export type Victim = { organisation: TestBuyer; target: Target; staff: Record<StaffRole, StaffPerson> }

const memberRoles = ['technical', 'approver', 'billing', 'reader'] as const satisfies MemberRole[]

/** An organisation with a member in every role and one of every kind of thing that an action can name. */
export async function makeVictim(): Promise<Victim> {
  const organisation = await makeOrganisation({ roles: [...memberRoles] })
  const estate = await orderEstate(organisation, { instances: 7, volumes: 2 })
  const applicants = [await makeApplicant(organisation), await makeApplicant(organisation)]
  const waiting = [
    await makeWaitingOrganisation(),
    await makeWaitingOrganisation(),
    await makeWaitingOrganisation(),
  ]
  const staff = {} as Victim['staff']
  for (const role of staffRoles) staff[role] = await makeStaff(sql, [role])
  const instanceSnapshotId = await instanceSnapshotOf(organisation, estate)
  const target = completed({
    organisationId: organisation.organisationId,
    siret: organisation.siret,
    estate,
    names: await seedNames(),
    legalVersions: await legalVersions(),
    memberId: await memberOf(organisation, 'approver'),
    ...(await makeProject(organisation)),
    ...(await makeLimits(organisation)),
    tickets: await makeTickets(organisation),
    joinRequests: applicants.map((each) => each.joinRequestId),
    waiting: waiting.map((each) => each.organisationId),
    ...(await makeHost()),
    hypervisorId: await makeHypervisor(),
    ...(await makeNetwork(organisation)),
    ...(await makeAddress(organisation)),
    balancerId: await makeBalancer(organisation),
    certificateId: await makeCertificate(organisation),
    mailId: await anyMail(),
    sessionId: hashSecret(await openSessionOf(organisation.owner)),
    staffSessionId: hashSecret(await openSessionOf(staff.administrator)),
    snapshotId: await snapshotOf(organisation, estate),
    instanceSnapshotId,
    ...(await backupsOf(organisation, estate)),
    privateImageId: await imageOf(organisation, estate, instanceSnapshotId),
    publicKey: ed25519Line(),
    instance: (index) => estate.instances[index]?.id ?? '',
    volume: (index) => estate.volumes[index]?.id ?? '',
  })
  return { organisation, target, staff }
}

/** The same shape with ids that are well formed but do not exist. */
export function absentTarget(like: Target): Target {
  return completed({
    ...like,
    organisationId: newId('organisation'),
    estate: { orderId: newId('order'), sshKeyId: newId('sshKey'), sagaId: newId('saga') },
    memberId: newId('member'),
    projectId: newId('project'),
    defaultProjectId: newId('project'),
    quotaRequestId: newId('quotaRequest'),
    cases: Array.from({ length: 5 }, () => newId('moderationCase')),
    tickets: Array.from({ length: 4 }, () => newId('ticket')),
    budgetId: newId('budget'),
    probeId: newId('instanceProbe'),
    purchaseOrderId: newId('purchaseOrder'),
    webhookId: newId('webhookEndpoint'),
    tokenId: newId('apiToken'),
    webhookDeliveryId: newId('webhookDelivery'),
    joinRequests: [newId('joinRequest'), newId('joinRequest')],
    waiting: [newId('organisation'), newId('organisation'), newId('organisation')],
    hostId: newId('host'),
    place: {
      zoneId: newId('zone'),
      siteId: newId('site'),
      roomId: newId('room'),
      rackId: newId('rack'),
      poolId: newId('pool'),
    },
    hypervisorId: newId('hypervisor'),
    networkId: newId('network'),
    firewallRuleId: newId('firewallRule'),
    ruleSetId: newId('ruleSet'),
    publicAddressId: newId('publicAddress'),
    balancerId: newId('balancer'),
    nameId: newId('name'),
    certificateId: newId('certificate'),
    addressPoolId: newId('addressPool'),
    sessionId: hashSecret(newSecret()),
    staffSessionId: hashSecret(newSecret()),
    snapshotId: newId('snapshot'),
    instanceSnapshotId: newId('snapshot'),
    privateImageId: newId('privateImage'),
    backupId: newId('backup'),
    otherBackupId: newId('backup'),
    instance: () => newId('instance'),
    volume: () => newId('volume'),
  })
}

/** A target without a database, to inspect the shape of an argument. */
export const blankTarget = (): Target =>
  completed({
    organisationId: '',
    siret: '',
    estate: { orderId: '', sshKeyId: '', sagaId: '' },
    names: { zones: new Map(), bundles: new Map(), images: new Map(), hosts: new Map() },
    legalVersions: { termsVersion: '', dpaVersion: '' },
    memberId: '',
    projectId: '',
    defaultProjectId: '',
    quotaRequestId: '',
    cases: [],
    tickets: [],
    budgetId: '',
    probeId: '',
    purchaseOrderId: '',
    webhookId: '',
    tokenId: '',
    webhookDeliveryId: '',
    joinRequests: [],
    waiting: [],
    hostId: '',
    place: { zoneId: '', siteId: '', roomId: '', rackId: '', poolId: '' },
    hypervisorId: '',
    networkId: '',
    firewallRuleId: '',
    ruleSetId: '',
    publicAddressId: '',
    balancerId: '',
    nameId: '',
    certificateId: '',
    addressPoolId: '',
    mailId: '',
    sessionId: '',
    staffSessionId: '',
    snapshotId: '',
    instanceSnapshotId: '',
    privateImageId: '',
    backupId: '',
    otherBackupId: '',
    publicKey: '',
    instance: () => '',
    volume: () => '',
  })

type Bare = Omit<Target, 'order' | 'billing' | 'resubmission' | 'registration' | 'application'>

const address = { line1: '2 rue des Essais', postcode: '76540', city: 'Valmont', countryCode: 'FR' }
const declared = { legalName: 'Commune d’Essai', legalFormLabel: 'Commune et commune nouvelle', address }

function completed(bare: Bare): Target {
  const registration = () => ({
    ...declared,
    kind: 'public_body',
    identifier: bare.siret,
    acceptsTerms: true,
    acceptsDpa: true,
  })
  return {
    ...bare,
    order: () => ({
      idempotencyKey: crypto.randomUUID(),
      lines: [
        {
          bundleId: bare.names.bundles.get('essai'),
          zoneId: bare.names.zones.get('PAR1'),
          imageId: bare.names.images.get('debian-13'),
          sshKeyIds: [bare.estate.sshKeyId],
          name: `commande-${crypto.randomUUID().slice(0, 8)}`,
          quantity: 1,
        },
      ],
    }),
    billing: () => ({ contactName: 'Compta', contactEmail: 'compta@essai.example', address }),
    resubmission: () => ({ answer: 'Voici le siège.', ...declared }),
    registration,
    application: () => ({ ...registration(), fullName: 'Camille', email: 'camille@essai.example' }),
  }
}

async function legalVersions() {
  const rows = await sql<{ kind: string; version: string }[]>`
    select distinct on (kind) kind, version from legal_documents order by kind, published_at desc`
  const of = (kind: string) => rows.find((row) => row.kind === kind)?.version ?? ''
  return { termsVersion: of('terms'), dpaVersion: of('dpa') }
}

async function snapshotOf(organisation: TestBuyer, estate: OrderedEstate): Promise<string> {
  const volumeId = estate.volumes[0]?.id as Id<'volume'>
  const ctx = memberContext(organisation.owner, organisation.organisationId)
  const { snapshotId } = await takeSnapshot(ctx, { volumeId, name: 'essai' })
  await until('the snapshot is taken', () => isIdle(organisation.organisationId))
  return snapshotId
}

/** Of a server that no other line of the matrix uses. */
async function backupsOf(organisation: TestBuyer, estate: OrderedEstate) {
  const volumeId = estate.volumes[0]?.id as Id<'volume'>
  const ctx = memberContext(organisation.owner, organisation.organisationId)
  const [target] = await listBackupTargets(ctx, { volumeId })
  if (!target) throw new Error('the volume has a place for backups')
  const { zoneId, volumeClass } = target
  const make = async (name: string) =>
    (await makeBackup(ctx, { volumeId, snapshotId: null, zoneId, volumeClass, name })).backupId
  const [backupId, otherBackupId] = [await make('un'), await make('deux')]
  await until('the backups are made', () => isIdle(organisation.organisationId))
  return { backupId, otherBackupId }
}

async function imageOf(organisation: TestBuyer, estate: OrderedEstate, snapshotId: Id<'snapshot'>) {
  const instanceId = estate.instances.at(-1)?.id as Id<'instance'>
  const ctx = memberContext(organisation.owner, organisation.organisationId)
  const { imageId } = await makeImage(ctx, { instanceId, snapshotId, name: 'essai' })
  await until('the image is made', () => isIdle(organisation.organisationId))
  return imageId
}

async function instanceSnapshotOf(organisation: TestBuyer, estate: OrderedEstate) {
  const instanceId = estate.instances.at(-1)?.id as Id<'instance'>
  const ctx = memberContext(organisation.owner, organisation.organisationId)
  const { snapshotId } = await takeInstanceSnapshot(ctx, { instanceId, name: 'essai' })
  await until('the snapshot is taken', () => isIdle(organisation.organisationId))
  return snapshotId
}

async function makeProject({ organisationId, owner }: TestBuyer) {
  const ctx = memberContext(owner, organisationId)
  const { id: projectId } = await createProject(ctx, { name: 'Essais', sharePercent: '25' })
  const [row] = await sql<{ id: string }[]>`
    select id from projects where organisation_id = ${organisationId} and is_default`
  return { projectId, defaultProjectId: row?.id ?? '' }
}

/** An organisation's requests, budgets and alerts, as rows: workers do not touch them. */
async function makeLimits({ organisationId, owner }: TestBuyer) {
  const [budgetId, probeId, webhookId, webhookDeliveryId, tokenId] = [
    newId('budget'),
    newId('instanceProbe'),
    newId('webhookEndpoint'),
    newId('webhookDelivery'),
    newId('apiToken'),
  ]
  const requests: string[] = []
  for (const resource of ['vcpu', 'memory_mib']) {
    const id = newId('quotaRequest')
    requests.push(id)
    await sql`
      insert into quota_requests (id, organisation_id, project_id, resource, limit_asked, reason, state, requested_by_account_id, created_at)
      select ${id}, ${organisationId}, p.id, ${resource}, 1000000, 'Essai.', 'pending', ${owner.accountId}, now()
      from projects p where p.organisation_id = ${organisationId} and p.is_default`
  }
  await sql`
    insert into budgets (id, organisation_id, name, monthly_cents, thresholds, is_hard, created_at)
    values (${budgetId}, ${organisationId}, 'Essai', 100000000, '{80}', false, now())`
  await sql`
    insert into instance_probes (id, organisation_id, instance_id, name, protocol, alert_after, alerts_by_mail, created_at, created_by_account_id, next_look_at)
    select ${probeId}, ${organisationId}, min(id), 'ping', 'icmp', 3, false, now(), ${owner.accountId}, '2099-01-01'
    from instances where organisation_id = ${organisationId}`
  await sql`
    insert into webhook_endpoints (id, organisation_id, url, events, secret_sealed, created_at, disabled_at, disabled_because)
    values (${webhookId}, ${organisationId}, 'https://exemple.invalid/', '{quota.accepted}', ${seal('whsec_AAAA', secretPlace(webhookId))}, now(), now(), 'failing')`
  await sql`
    insert into webhook_deliveries (id, organisation_id, endpoint_id, message_id, event, payload, state, created_at)
    values (${webhookDeliveryId}, ${organisationId}, ${webhookId}, 'msg_1', 'quota.accepted', '{}', 'failed', now())`
  await sql`
    insert into api_tokens (id, organisation_id, account_id, name, permissions, networks, may_destroy, secret_hash, hint, created_at, expires_at)
    values (${tokenId}, ${organisationId}, ${owner.accountId}, 'Essai', '{instance:read}', '{}', false, ${hashSecret(newTokenSecret())}, 'AAAA', now(), now() + interval '1 day')`
  // As the worker would start it in its next round, or has since.
  await sql`
    insert into cost_watches (organisation_id, is_on, minimum_cents, updated_at)
    values (${organisationId}, true, 10000, now())
    on conflict (organisation_id) do update set is_on = excluded.is_on, minimum_cents = excluded.minimum_cents`
  const purchaseOrderId = newId('purchaseOrder')
  await sql`
    insert into purchase_orders (id, organisation_id, number, ceiling_cents, starts_on, ends_on, created_at)
    values (${purchaseOrderId}, ${organisationId}, 'BC-ESSAI', 100000000, '2026-01-01', '2099-12-31', now())`
  const [quotaRequestId = '', asked = ''] = requests
  const cases = await makeCases(organisationId, asked)
  return { quotaRequestId, cases, purchaseOrderId, budgetId, probeId, webhookId, webhookDeliveryId, tokenId }
}

async function makeTickets({ organisationId, owner }: TestBuyer): Promise<string[]> {
  const ctx = memberContext(owner, organisationId)
  const tickets: string[] = []
  for (const subject of ['Répondre', 'Clore', 'Prendre', 'Attribuer']) {
    const asked = { subject, category: 'question', impact: 'none', body: 'Bonjour.' } as const
    tickets.push((await openTicket(ctx, { ...asked, files: [] })).ticketId)
  }
  return tickets
}

/** Cases as rows, the first for an existing request. */
async function makeCases(organisationId: string, requestId: string): Promise<string[]> {
  const states = ['waiting', 'waiting', 'waiting', 'waiting', 'asked']
  const summary = JSON.stringify({ resource: 'vcpu', from: 8, to: 1_000_000, project: 'Principal' })
  return Promise.all(
    states.map(async (state, index) => {
      const id = newId('moderationCase')
      await sql`
        insert into moderation_cases (id, organisation_id, project_id, kind, subject_id, summary, state, opened_at)
        select ${id}, ${organisationId}, p.id, 'quota', ${index === 0 ? requestId : newId('quotaRequest')}, ${summary}::text::jsonb, ${state}, now()
        from projects p where p.organisation_id = ${organisationId} and p.is_default`
      return id
    }),
  )
}

async function memberOf({ organisationId }: TestBuyer, role: MemberRole): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    select id from organisation_members where organisation_id = ${organisationId} and role = ${role}`
  return row?.id ?? ''
}

/**
 * A host too small for any bundle, so that no other test is placed on it, in its own rack. It stays until the run
 * ends: open inventory pages of other tests prefetch the listed items.
 */
async function makeHost(): Promise<Pick<Target, 'hostId' | 'place'>> {
  const ctx = systemNowContext('operator')
  const [around] = await sql<{ zoneId: string; siteId: string; roomId: string; poolId: string }[]>`
    select s.zone_id as "zoneId", s.id as "siteId", r.id as "roomId", p.id as "poolId"
    from rooms r join sites s on s.id = r.site_id join storage_pools p on p.zone_id = s.zone_id
    order by r.id, p.id limit 1`
  if (!around) throw new Error('the demonstration has a room and a pool')
  const suffix = crypto.randomUUID().slice(0, 8)
  const rackId = await registerRack(ctx, { roomId: around.roomId, name: `essai-${suffix}` })
  const hostId = await registerHost(ctx, {
    rackId,
    name: `essai-${suffix}`,
    generation: 'G3',
    vcpuPhysical: 1,
    vcpuOvercommitPercent: 100,
    memoryMibPhysical: 1,
    diskGibPhysical: 1,
  })
  return { hostId, place: { ...around, rackId } }
}

/** Added without a token: no worker tries to connect. */
async function makeHypervisor(): Promise<string> {
  const id = newId('hypervisor')
  await sql`
    insert into hypervisors (id, zone_code, zone_name, city, host, port, fingerprint, state, created_at)
    values (${id}, ${id}, 'Essai', 'Essai', '127.0.0.1', 9, ${hashSecret(id)}, 'failed', now())`
  return id
}

async function makeNetwork({ organisationId }: TestBuyer) {
  const firewallRuleId = newId('firewallRule')
  const networkId = await ensureNetwork(organisationId, 'PAR1')
  await sql`
    insert into firewall_rules (id, organisation_id, set_id, direction, protocol, ports, description, created_at)
    select ${firewallRuleId}, ${organisationId}, id, 'in', 'tcp', '80', '', now() from rule_sets where network_id = ${networkId}`
  const ruleSetId = newId('ruleSet')
  await sql`
    insert into rule_sets (id, organisation_id, project_id, name, created_at)
    select ${ruleSetId}, ${organisationId}, project_id, 'Essai', now() from private_networks where id = ${networkId}`
  return { networkId, firewallRuleId, ruleSetId }
}

/** Reserved from its own minimal pool. */
async function makeAddress({ organisationId }: TestBuyer) {
  const [publicAddressId, addressPoolId] = [newId('publicAddress'), newId('addressPool')]
  await sql.begin(async (tx) => {
    // Two victims created at once must not choose the same range.
    await tx`lock table address_pools in share row exclusive mode`
    await tx`
      insert into address_pools (id, zone_id, range, created_at)
      select ${addressPoolId}, z.id, f.range, now() from zones z, (
        select set_masklen('198.18.0.0'::inet + n, 32)::cidr as range from generate_series(1, 60000) n
        where not exists (select from address_pools p where p.range::inet >>= ('198.18.0.0'::inet + n)) limit 1) f
      where z.code = 'PAR1'`
  })
  await sql`
    insert into public_addresses (id, organisation_id, project_id, zone_id, pool_id, address, bundle_id, order_line_id, reserved_at)
    select ${publicAddressId}, ${organisationId}, l.project_id, p.zone_id, p.id, host(p.range::inet), l.bundle_id, l.id, now()
    from address_pools p, (select * from order_lines where organisation_id = ${organisationId} limit 1) l
    where p.id = ${addressPoolId}`
  await sql`
    update quotas q set used = q.used + 1 from public_addresses a
    where a.id = ${publicAddressId} and q.resource = 'public_addresses' and q.project_id = a.project_id`
  const nameId = newId('name')
  await sql`
    insert into name_zones (project_id, organisation_id, label, created_at)
    select project_id, organisation_id, ${`p${nameId.slice(-10)}`}, now() from public_addresses where id = ${publicAddressId}
    on conflict (project_id) do nothing`
  await sql`
    insert into names (id, organisation_id, project_id, label, kind, target_host, created_at)
    select ${nameId}, organisation_id, project_id, 'ailleurs', 'alias', 'www.example.org', now()
    from public_addresses where id = ${publicAddressId}`
  return { publicAddressId, addressPoolId, nameId }
}

/** As rows only, on the network of the estate and with one of its order lines. */
async function makeBalancer({ organisationId }: TestBuyer): Promise<string> {
  const balancerId = newId('balancer')
  const check = { protocol: 'tcp', path: null, intervalSeconds: 5, rise: 2, fall: 3 }
  const pool = { serverPort: 80, algorithm: 'round_robin', check, isSticky: false, instanceIds: [], tags: [] }
  const listeners = [{ port: 80, protocol: 'http', certificateId: null, redirectsToHttps: false }]
  await sql`
    insert into balancers (id, organisation_id, project_id, zone_id, network_id, bundle_id, order_line_id, name, state,
      settings, failure_code, failure_text, created_at)
    select ${balancerId}, ${organisationId}, l.project_id, n.zone_id, n.id, b.id, l.id, 'front', 'failed',
      ${sql.json({ listeners, pool })}, 'rejected', 'essai', now()
    from order_lines l
    join private_networks n on n.project_id = l.project_id and n.zone_id = l.zone_id and n.is_default
    join bundles b on b.kind = 'balancer'
    where l.organisation_id = ${organisationId} limit 1`
  return balancerId
}

async function makeCertificate({ organisationId, projectId }: TestBuyer): Promise<string> {
  const id = newId('certificate')
  await sql`insert into certificates (id, organisation_id, project_id, name, host_names, created_at, changed_at)
    values (${id}, ${organisationId}, ${projectId}, 'www', '{www.example.org}', now(), now())`
  return id
}

async function anyMail(): Promise<string> {
  const [row] = await sql<{ id: string }[]>`select id from mail_messages order by id limit 1`
  return row?.id ?? ''
}
