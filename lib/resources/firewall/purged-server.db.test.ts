import { afterAll, beforeAll, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { findCard } from '../networks/queries/networks'
import { driveToRest } from '../testing/drive'
import { openSagaWorld, type SagaWorld } from '../testing/saga-world'
import { prepareSaga } from '../testing/scenarios'
import { allowInto } from './allow-into'
import { changeFirewall } from './change-firewall'
import { createRuleSet } from './create-rule-set'
import { ownRuleSetId } from './own-rule-set'
import { changeFirewallInput } from './schema'

const database = useTestDatabase()
const { sql } = database
let world: SagaWorld
beforeAll(async () => {
  world = await openSagaWorld(database.current)
})
afterAll(() => world?.close())

test('the rules of a server end with it, but not those that restrict what others reach', async () => {
  const { resources, sagaId } = await prepareSaga(world, 'purge_instance')
  const id = resources.instance as Id<'instance'>
  const member = world.estate.own.as('technical')
  const change = (edit: unknown) => changeFirewall(member, changeFirewallInput.parse({ edit }))
  const networkId = (await withSystem(systemTestContext(), (tx) => findCard(tx, id)))?.network
    .id as Id<'network'>
  const local = { kind: 'server', id } as const
  const ssh = {
    ...({ direction: 'in', protocol: 'tcp', ports: '22', description: '', local } as const),
    peer: { kind: 'cidr', cidr: '203.0.113.7/32' } as const,
  }
  await withSystem(systemTestContext(), (tx) => allowInto(tx, networkId, [ssh], testNow))
  const { id: setId } = await createRuleSet(member, { name: 'Web', template: 'empty' })
  await sql`insert into rule_set_instances select ${setId}, id, organisation_id from instances where id = ${id}`
  await sql`insert into firewall_rules (id, organisation_id, set_id, direction, protocol, peer_instance_id, description, created_at)
    select 'fwr_' || repeat('0', 26), organisation_id, ${ownRuleSetId(networkId)}, 'out', 'any', id, '', now() from instances where id = ${id}`
  await driveToRest(world.engine(), sagaId)
  expect(await sql`select state from instances where id = ${id}`).toEqual([{ state: 'purged' }])
  expect(await sql`select direction, peer_instance_id as peer from firewall_rules`).toEqual([
    { direction: 'out', peer: id },
  ])
  expect(await sql`select from rule_set_instances`).toHaveLength(0)
  await change({ do: 'delete_set', setId })
})
