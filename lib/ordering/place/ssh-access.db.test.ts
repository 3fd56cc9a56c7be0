import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { checkInvariants } from '~/db/invariants/check'
import { systemTestContext } from '~/db/testing/contexts'
import { countWaiting } from '~/db/testing/count-waiting'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { DriverError } from '~/lib/hypervisors/port/index'
import { type Id, newId } from '~/lib/kernel/ids'
import { systemNow } from '~/lib/kernel/time/clock'
import { listNetworks } from '~/lib/resources'
import { connectInstance } from '~/lib/resources/networks/connect-instance'
import { applyNetworks } from '~/lib/resources/runtime'
import { driveToRest } from '~/lib/resources/testing/drive'
import { removeFirewallRule } from '~/lib/resources/testing/firewall-rules'
import type { SagaWorld } from '~/lib/resources/testing/saga-world'
import type { CrashHook } from '~/lib/sagas/engine/crash-point'
import { addMember } from '~/testing/member'
import {
  addSignatureRule,
  decideOrder,
  getOrder,
  placeOrder,
  readLinesLike,
  removeSignatureRule,
  retryProvisioning,
} from '../index'
import type { PlaceOrderInput } from '../schema'
import { openDeliveryWorld } from '../testing/open-delivery-world'

const database = useTestDatabase()
const { sql } = database
let world: SagaWorld
let orders = 0

beforeAll(async () => {
  world = await openDeliveryWorld(database.current, { addresses: '203.0.113.0/26' })
})
afterAll(() => world?.close())
beforeEach(async () => {
  orders += 1
  await sql`delete from firewall_rules`
})

type Access = PlaceOrderInput['lines'][number]['sshAccess']
const member = (ip = '192.0.2.10') => ({ ...world.estate.own.as('owner', systemNow()), ip })
const order = (sshAccess: Access, ctx = member(), line: Partial<PlaceOrderInput['lines'][number]> = {}) =>
  placeOrder(ctx, {
    idempotencyKey: randomUUID(),
    lines: [
      {
        bundleId: world.estate.bundles.small.id,
        zoneId: world.estate.zone.zoneId,
        imageId: world.estate.imageId,
        sshKeyIds: [],
        name: `web-${String.fromCharCode(96 + orders)}`,
        quantity: 1,
        publicAddress: true,
        sshAccess,
        ...line,
      },
    ],
  })
async function accepted(...asked: Parameters<typeof order>): Promise<Id<'order'>> {
  const outcome = await order(...asked)
  if (outcome.outcome !== 'accepted') throw new Error(JSON.stringify(outcome))
  return outcome.orderId
}
const serversOf = (orderId: string) =>
  sql<{ id: Id<'instance'>; sagaId: Id<'saga'> }[]>`
    select i.id, s.id as "sagaId" from instances i join order_lines l on l.id = i.order_line_id
    join sagas s on s.resource_id = i.id and s.state = 'running' where l.order_id = ${orderId} order by i.id`
const deliver = async (orderId: string, crash?: CrashHook) => {
  for (const { sagaId } of await serversOf(orderId))
    await driveToRest(world.engine(crash ? { crash } : {}), sagaId)
}
const rules = () =>
  sql<{ id: Id<'firewallRule'>; source: string; server: string | null }[]>`
    select id, protocol, ports, peer_cidr as source, local_instance_id as server, description from firewall_rules order by peer_cidr`
const failAt =
  (failing: string): CrashHook =>
  ({ step, direction }) => {
    if (step === failing && direction === 'run') throw new DriverError('rejected', { rawText: 'no' })
  }

test('the address that an order comes from may reach SSH on its servers, by a rule for each', async () => {
  const orderId = await accepted({ from: 'caller' }, member(), { quantity: 2 })
  const rule = { protocol: 'tcp', ports: '22', source: '192.0.2.10/32' }
  expect(await rules()).toMatchObject([rule, rule])
  await deliver(orderId)
  expect(await rules()).toMatchObject([rule, rule])
  expect(new Set((await rules()).map(({ server }) => server)).size).toBe(2)
  const audited = await sql`select details ->> 'peer' as source from audit_events
    where event = 'firewall.rule_added'`
  expect(audited).toMatchObject([{ source: '192.0.2.10/32' }, { source: '192.0.2.10/32' }])
  await applyNetworks(systemTestContext(systemNow()), {
    hypervisorOf: async () => ({
      surveyor: world.simulator,
      driverOf: async () => world.simulator,
      hostOf: (name: string) => name,
    }),
  })
  expect(await listNetworks(member())).toMatchObject([{ standing: 'in_force' }])
  const { lines } = await getOrder(member(), { id: orderId })
  expect(lines[0]?.sshAccess).toEqual({ from: 'caller', sources: ['192.0.2.10/32'] })
  const excluded = ['sagas', 'audited_orders']
  expect((await checkInvariants(sql)).filter(({ name }) => !excluded.includes(name))).toEqual([])
})

test('the rule is there before the server, and one removed meanwhile stays removed', async () => {
  const orderId = await accepted({ from: 'list', sources: ['198.51.100.0/24', '203.0.113.9'] })
  const [server] = await serversOf(orderId)
  const connect = () =>
    withSystem(systemTestContext(), (tx) => connectInstance(tx, server?.id ?? newId('instance'), systemNow()))
  expect((await connect()).network.rules).toMatchObject([{ source: ['198.51.100.0/24', '203.0.113.9/32'] }])
  for (const { id: ruleId } of await rules()) await removeFirewallRule(member(), { ruleId })
  expect((await connect()).network.rules).toEqual([])
  await deliver(orderId)
  expect(await rules()).toEqual([])
})

test('a server that failed and is retried comes with its rule again', async () => {
  const orderId = await accepted({ from: 'caller' })
  const [server] = await serversOf(orderId)
  await deliver(orderId, failAt('boot'))
  await sql`delete from firewall_rules`
  await retryProvisioning(member(), { instanceId: server?.id ?? newId('instance') })
  await deliver(orderId)
  expect(await rules()).toMatchObject([{ source: '192.0.2.10/32' }])
})

test('an order that waits lets in the address of the person who placed it, not of the approver', async () => {
  const approver = (await addMember(sql, world.estate.own, 'approver')).as(systemNow())
  await addSignatureRule(member(), { from: 1n, approvals: 1, kind: 'address' })
  const held = await order({ from: 'caller' })
  if (held.outcome !== 'held') throw new Error(held.outcome)
  const { hold } = await getOrder(approver, { id: held.orderId })
  const { projectId } = world.estate.own
  const begun: Promise<unknown>[] = []
  // While a server ends: it releases its capacity first, and its private address afterwards.
  await sql.begin(async (tx) => {
    await tx`select from quotas where project_id = ${projectId} order by resource for update`
    const approval = { contentHash: hold?.contentHash ?? '', decision: 'approved', reason: '' } as const
    begun.push(decideOrder(approver, { orderId: held.orderId, ...approval }))
    begun[0]?.catch(() => undefined)
    await expect.poll(() => countWaiting(tx)).toBe(1)
    const [lock] =
      await tx`select pg_try_advisory_xact_lock(hashtextextended(${`firewall ${projectId}`}, 0)) as "isFree"`
    expect(lock).toEqual({ isFree: true })
  })
  await Promise.all(begun)
  await deliver(held.orderId)
  expect(await rules()).toMatchObject([{ source: '192.0.2.10/32' }])
  const [rule] = await sql<{ id: Id<'signatureRule'> }[]>`select id from signature_rules`
  if (rule) await removeSignatureRule(member(), { ruleId: rule.id })
})

test('everyone is let in only after a second confirmation, which the next order needs again', async () => {
  await expect(order({ from: 'everyone' })).rejects.toMatchObject({
    code: 'invalid_input',
    field: 'lines.0.sshAccess',
    params: { reason: 'ssh_everyone_unconfirmed' },
  })
  const orderId = await accepted({ from: 'everyone', confirm: true })
  await deliver(orderId)
  expect(await rules()).toMatchObject([{ source: '0.0.0.0/0' }])
  const [like] = await readLinesLike(member(), { from: orderId })
  expect(like).toMatchObject({ hasAddress: true, sshAccess: 'everyone' })
  expect(like).not.toHaveProperty('isEveryoneConfirmed')
})

test('a caller over IPv6 is refused before anything is claimed', async () => {
  const [before] = await sql`select count(*)::int as n from orders`
  await expect(order({ from: 'caller' }, member('2001:db8::9'))).rejects.toMatchObject({
    params: { reason: 'ssh_caller_ipv6' },
  })
  await expect(order({ from: 'caller' }, member(), { publicAddress: undefined })).rejects.toMatchObject({
    params: { reason: 'ssh_needs_address' },
  })
  expect(await sql`select count(*)::int as n from orders`).toEqual([before])
})

test('a network with as many rules as it may have gets no more, and the server is delivered', async () => {
  await sql`insert into firewall_rules (id, organisation_id, set_id, direction, protocol, ports, peer_cidr, description, created_at)
    select 'fwr_' || lpad(n::text, 26, '0'), organisation_id, id, 'in', 'tcp', '443', '198.51.100.' || n || '/32', '', now()
    from rule_sets, generate_series(1, 50) n where organisation_id = ${world.estate.own.organisationId}`
  const orderId = await accepted({ from: 'caller' })
  const [server] = await serversOf(orderId)
  await deliver(orderId)
  expect(await rules()).toHaveLength(50)
  expect(await sql`select state from instances where id = ${server?.id ?? ''}`).toEqual([
    { state: 'running' },
  ])
})

test('ordering again takes the list, and the caller’s address is that of the new order', async () => {
  const listed = await accepted({ from: 'list', sources: ['198.51.100.0/24', '203.0.113.9'] })
  expect(await readLinesLike(member(), { from: listed })).toMatchObject([
    { sshAccess: 'list', sshSources: '198.51.100.0/24\n203.0.113.9' },
  ])
  orders += 1
  const nobody = await accepted(undefined)
  expect(await readLinesLike(member(), { from: nobody })).toMatchObject([{ sshAccess: 'nobody' }])
})
