import { withSystem } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import { soon } from '~/lib/hypervisors/testing/world'
import { type Id, newId } from '~/lib/kernel/ids'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import { insertOrderLine } from '~/testing/estate'
import { applyAddresses } from '../addresses/apply-addresses'
import { attachAddress, detachAddress } from '../addresses/change-address'
import { applyNetworks } from '../networks/apply-networks'
import { listNetworks } from '../networks/list-networks'
import { readInstanceSpec } from '../sagas/facts'
import { addFirewallRule, removeFirewallRule } from './firewall-rules'
import { addInstance } from './resources'
import type { SagaWorld } from './saga-world'

export type RulesAndLeads = {
  /** A customer changes a rule and an attachment; every second time no worker has applied it yet. */
  change(): Promise<void>
}

const addresses = 4

/** A network with rules, two servers, and public addresses attached to either or to none. */
export async function openRulesAndLeads(world: SagaWorld): Promise<RulesAndLeads> {
  const { estate, rows, simulator } = world
  const { organisationId, projectId } = estate.own
  const { zoneId } = estate.zone
  const networkId = newId('network')
  await rows.query(
    `insert into private_networks (id, organisation_id, project_id, zone_id, range, created_at)
     values ($1, $2, $3, $4, '10.128.0.0/22', now())`,
    networkId,
    organisationId,
    projectId,
    zoneId,
  )
  const servers = [await addServer(world), await addServer(world)]
  const reserved: Id<'publicAddress'>[] = []
  for (let index = 0; index < addresses; index += 1)
    reserved.push(await reserve(world, `203.0.113.${index + 1}`))
  const member = () => estate.own.as('technical')
  const drivers = {
    hypervisorOf: async () => ({
      surveyor: simulator,
      driverOf: async () => simulator,
      hostOf: (name: string) => name,
    }),
  }
  let changes = 0
  return {
    async change() {
      changes += 1
      const [oldest] = (await listNetworks(member())).find(({ id }) => id === networkId)?.rules ?? []
      if (changes % 3 === 0 && oldest) await removeFirewallRule(member(), { ruleId: oldest.id })
      else
        await addFirewallRule(member(), {
          networkId,
          protocol: 'tcp',
          ports: String(1_000 + changes),
          source: '0.0.0.0/0',
          description: '',
        })
      const addressId = reserved[changes % addresses] as Id<'publicAddress'>
      await detachAddress(member(), { addressId })
      const instanceId = servers[changes % 5]
      if (instanceId) await attachAddress(member(), { addressId, instanceId })
      if (changes % 2 === 0) return
      await applyNetworks(systemTestContext(), drivers)
      await applyAddresses(systemTestContext(), drivers)
    },
  }
}

async function addServer({ estate, simulator }: SagaWorld): Promise<Id<'instance'>> {
  const now = systemNow()
  const id = await addInstance(estate, { at: addSeconds(now, -3_600) })
  const spec = await withSystem(systemTestContext(), (tx) => readInstanceSpec(tx, id, now))
  await simulator.createInstance(spec, soon())
  await simulator.startInstance(id, soon())
  return id
}

async function reserve({ estate, rows }: SagaWorld, address: string): Promise<Id<'publicAddress'>> {
  const { own, bundles, zone } = estate
  const [id, poolId] = [newId('publicAddress'), newId('addressPool')]
  const orderLineId = await insertOrderLine(estate, own, 'small')
  await rows.query(
    'insert into address_pools (id, zone_id, range, created_at) values ($1, $2, $3::cidr, now())',
    poolId,
    zone.zoneId,
    `${address}/32`,
  )
  await rows.query(
    `insert into public_addresses (id, organisation_id, project_id, zone_id, pool_id, address, bundle_id, order_line_id, reserved_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, now())`,
    id,
    own.organisationId,
    own.projectId,
    zone.zoneId,
    poolId,
    address,
    bundles.small.id,
    orderLineId,
  )
  return id
}
