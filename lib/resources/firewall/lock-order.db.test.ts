import type postgres from 'postgres'
import { beforeEach, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { systemTestContext, testNow } from '~/db/testing/contexts'
import { countWaiting } from '~/db/testing/count-waiting'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { type Estate, makeEstate } from '~/testing/estate'
import { attachAddress } from '../addresses/change-address'
import { connectToNetwork } from '../networks/connect-to-network'
import { createNetwork, deleteNetwork } from '../networks/manage-networks'
import { releaseCard } from '../networks/queries/cards'
import { claimAddresses } from '../networks/queries/networks'
import { recordInstanceFailed } from '../sagas/ends'
import { definitionOf } from '../sagas/index'
import { deleteInstance } from '../servers/delete-instance'
import { tagInstance } from '../servers/tag-instance'
import { addInstance } from '../testing/resources'
import { changeFirewall } from './change-firewall'
import { ownRuleSetId } from './own-rule-set'

const { sql } = useTestDatabase()
let estate: Estate
let networkId: Id<'network'>
const member = () => estate.own.as('technical')

beforeEach(async () => {
  estate = await makeEstate(sql)
  const { zoneId } = estate.zone
  await sql`update zones set network_technology = 'ovn' where id = ${zoneId}`
  const { projectId } = estate.own
  networkId = (await createNetwork(member(), { projectId, zoneId, name: 'a', hasExit: true })).id
})

/**
 * Runs it during a change that holds the rules of the project, and that locks the network and its addresses afterwards:
 * what waits for the rules must hold neither.
 */
async function duringAnother(
  run: () => Promise<unknown>,
  more: (tx: postgres.TransactionSql) => Promise<unknown> = async () => undefined,
): Promise<void> {
  const begun: Promise<unknown>[] = []
  await sql.begin(async (tx) => {
    const lock = (name: string) => tx`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`
    await lock(`firewall ${estate.own.projectId}`)
    const running = run()
    running.catch(() => undefined)
    begun.push(running)
    await expect.poll(() => countWaiting(tx)).toBe(1)
    await lock(`private_addresses ${networkId}`)
    await tx`update private_networks set revision = revision + 1 where id = ${networkId}`
    await more(tx)
  })
  await Promise.all(begun)
}
const network = () =>
  sql`select revision, filters_inside as "isFiltered", deleted_at is not null as "isDeleted" from private_networks
    where id = ${networkId}`

test('filtering between servers waits for another change of rules, which it never stops', async () => {
  const edit = { do: 'filter_inside', networkId, isFiltered: true } as const
  await duringAnother(() => changeFirewall(member(), { edit, confirm: false }))
  expect(await network()).toMatchObject([{ revision: 2, isFiltered: true }])
})

test('so does deleting a network', async () => {
  await duringAnother(() => deleteNetwork(member(), { networkId }))
  expect(await network()).toMatchObject([{ isDeleted: true }])
})

test('so does giving servers their addresses', async () => {
  const id = await addInstance(estate)
  await duringAnother(() =>
    withSystem(systemTestContext(), (tx) =>
      claimAddresses(tx, networkId, [id], { address: null, now: testNow }),
    ),
  )
  expect(await sql`select from private_addresses where instance_id = ${id}`).toHaveLength(1)
})

test('so does releasing the address of a further card, which another server may be given', async () => {
  const instanceId = await addInstance(estate)
  const { organisationId } = estate.own
  await sql`insert into private_addresses (network_id, address, organisation_id, instance_id, position, created_at)
    values (${networkId}, '10.128.0.10', ${organisationId}, ${instanceId}, 1, now())`
  await duringAnother(
    () => withSystem(systemTestContext(), (tx) => releaseCard(tx, { instanceId, networkId })),
    (tx) => tx`select from private_addresses where instance_id = ${instanceId} for update nowait`,
  )
  expect(await sql`select from private_addresses where instance_id = ${instanceId}`).toHaveLength(0)
})

test('so do tagging and removing a server, which a rule may be about to name', async () => {
  const instanceId = await addInstance(estate)
  const held = (tx: postgres.TransactionSql) =>
    tx`select from instances where id = ${instanceId} for key share nowait`
  await duringAnother(() => tagInstance(member(), { instanceId, tags: { role: 'web' } }), held)
  await sql`update instances set state = 'failed' where id = ${instanceId}`
  await duringAnother(() => deleteInstance(member(), { instanceId, detachVolumes: false }), held)
  expect(await sql`select state, tags from instances where id = ${instanceId}`).toEqual([
    { state: 'purged', tags: { role: 'web' } },
  ])
})

test('so do the ends of a server that was not created, and of one that is erased', async () => {
  const ctx = systemTestContext()
  const held = (id: Id<'instance'>) => (tx: postgres.TransactionSql) =>
    tx`select from instances where id = ${id} for key share nowait`
  const failed = await addInstance(estate, { state: 'creating' })
  const failure = { code: 'timeout', params: {}, text: '' }
  await duringAnother(
    () => withSystem(ctx, (tx) => recordInstanceFailed(tx, ctx, failed, failure)),
    held(failed),
  )
  const purged = await addInstance(estate)
  await sql`update instances set state = 'purging' where id = ${purged}`
  const finish = definitionOf('purge_instance').steps.find((step) => step.type === 'record')
  const { organisationId } = estate.own
  const saga = {
    id: newId('saga'),
    organisationId,
    kind: 'purge_instance' as const,
    resourceId: purged,
    input: {},
  }
  const results = { delete_instance: { observedAt: testNow.toISOString() } }
  await duringAnother(
    () => withSystem(ctx, (tx) => finish?.record({ saga, tx, ctx, results }) ?? Promise.resolve(undefined)),
    held(purged),
  )
  expect(await sql`select state from instances where id in (${failed}, ${purged}) order by state`).toEqual([
    { state: 'failed' },
    { state: 'purged' },
  ])
})

test('attaching an address waits for a server that ends, whose addresses it holds no lock on', async () => {
  const [lives, fails] = [await addInstance(estate), await addInstance(estate, { state: 'creating' })]
  const poolId = newId('addressPool')
  const { organisationId, projectId } = estate.own
  await sql`insert into address_pools (id, zone_id, range, created_at) values (${poolId}, ${estate.zone.zoneId}, '198.51.100.0/24', now())`
  const attachDuring = async (instanceId: Id<'instance'>, state: string) => {
    const addressId = newId('publicAddress')
    await sql`insert into public_addresses (id, organisation_id, project_id, zone_id, pool_id, address, bundle_id, order_line_id, reserved_at)
      select ${addressId}, ${organisationId}, ${projectId}, zone_id, ${poolId}, ${`198.51.100.${state.length}`}, bundle_id, order_line_id, now()
      from instances where id = ${instanceId}`
    const begun: Promise<unknown>[] = []
    await sql.begin(async (tx) => {
      await tx`update instances set state = ${state} where id = ${instanceId}`
      const attaching = attachAddress(member(), { addressId, instanceId })
      attaching.catch(() => undefined)
      begun.push(attaching)
      await expect.poll(() => countWaiting(tx)).toBe(1)
      await tx`select from public_addresses where id = ${addressId} for update nowait`
    })
    const [attached] = await Promise.allSettled(begun)
    const [address] = await sql`select instance_id as id from public_addresses where id = ${addressId}`
    return { attached, address }
  }
  expect(await attachDuring(lives, 'stopped')).toMatchObject({
    attached: { status: 'fulfilled' },
    address: { id: lives },
  })
  expect(await attachDuring(fails, 'failed')).toMatchObject({
    attached: { status: 'rejected', reason: { code: 'not_found', field: 'instanceId' } },
    address: { id: null },
  })
})

/** The first insertion into this table ends as the victim of a deadlock does. */
const failOnce = (table: string) =>
  sql.unsafe(`create sequence tries_of_${table};
    create function fail_once_${table}() returns trigger security definer language plpgsql as $$ begin
      if nextval('tries_of_${table}') = 1 then raise exception using errcode = '40P01'; end if; return new; end $$;
    create trigger fail_once before insert on ${table} for each row execute function fail_once_${table}()`)

test('a change of rules and a connection are repeated when a deadlock ends them', async () => {
  const instanceId = await addInstance(estate)
  const rule = {
    ...({ direction: 'in', protocol: 'tcp', ports: '443', description: '' } as const),
    peer: { kind: 'cidr', cidr: '203.0.113.0/24' } as const,
    local: { kind: 'server', id: instanceId } as const,
  }
  const edit = { do: 'add_rule', setId: ownRuleSetId(networkId), rule } as const
  await sql`insert into private_addresses (network_id, address, organisation_id, instance_id, position, created_at)
    values (${networkId}, '10.128.0.10', ${estate.own.organisationId}, ${instanceId}, 0, now())`
  await failOnce('firewall_rules')
  await changeFirewall(member(), { edit, confirm: true })
  expect(await sql`select from firewall_rules where local_instance_id = ${instanceId}`).toHaveLength(1)
  const { zoneId } = estate.zone
  const { projectId } = estate.own
  const { id } = await createNetwork(member(), { projectId, zoneId, name: 'b', hasExit: true })
  await failOnce('private_addresses')
  await connectToNetwork(member(), { instanceId, networkId: id })
  expect(await sql`select from private_addresses where instance_id = ${instanceId}`).toHaveLength(2)
})
