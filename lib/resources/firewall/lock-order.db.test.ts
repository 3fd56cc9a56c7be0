import type postgres from 'postgres'
import { beforeEach, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { systemTestContext, testNow } from '~/db/testing/contexts'
import { countWaiting } from '~/db/testing/count-waiting'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { type Estate, makeEstate } from '~/testing/estate'
import { createNetwork, deleteNetwork } from '../networks/manage-networks'
import { releaseCard } from '../networks/queries/cards'
import { claimAddresses } from '../networks/queries/networks'
import { deleteInstance } from '../servers/delete-instance'
import { tagInstance } from '../servers/tag-instance'
import { addInstance } from '../testing/resources'
import { changeFirewall } from './change-firewall'

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
