import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import {
  attachAddress,
  claimAddresses,
  detachAddress,
  listAddresses,
  listNetworks,
  releaseAddress,
} from '~/lib/resources'
import { applyAddresses } from '~/lib/resources/addresses/apply-addresses'
import { reviseAddressesOf } from '~/lib/resources/addresses/queries/public-addresses'
import { applyNetworks } from '~/lib/resources/networks/apply-networks'
import { readInstanceSpec } from '~/lib/resources/sagas/facts'
import { addFirewallRule } from '~/lib/resources/testing/firewall-rules'
import { addInstance } from '~/lib/resources/testing/resources'
import { openSagaWorld, type SagaWorld } from '~/lib/resources/testing/saga-world'
import { insertOrderLine } from '~/testing/estate'
import { makeStaff } from '~/testing/staff'
import { compareZone } from '../drifts/compare-zone'
import { releaseDrift } from '../drifts/release-drift'
import { inbound } from '../testing/inbound'
import { soon } from '../testing/world'
import { agreeToDatabase, readRecovery } from './agree-to-database'

describe('rules and address targets of a restored database', () => {
  const database = useTestDatabase()
  const startedAt = systemNow()
  let world: SagaWorld
  let zone: { id: Id<'zone'>; code: string; driver: 'simulator' }
  let networkId: Id<'network'>
  let web: Id<'instance'>
  let other: Id<'instance'>
  let administrator: Id<'staff'>
  let capacity: Id<'staff'>
  let minutes = 0
  let lastByte = 0
  let writes: string[] = []
  /** Until its rules are next applied, the network lacks the management rules that protect the hypervisor. */
  let lacksManagementRules = false

  beforeAll(async () => {
    world = await openSagaWorld(database.current)
    const id = world.estate.zone.zoneId
    const [row] = await world.rows.query<{ code: string }>('select code from zones where id = $1', id)
    zone = { id, code: row?.code ?? '', driver: 'simulator' }
    administrator = (await makeStaff(database.sql, ['administrator'])).staffId
    capacity = (await makeStaff(database.sql, ['capacity'])).staffId
    networkId = newId('network')
    const { organisationId, projectId } = world.estate.own
    await world.rows.query(
      `insert into private_networks (id, organisation_id, project_id, zone_id, range, created_at)
       values ($1, $2, $3, $4, '10.128.0.0/22', now())`,
      networkId,
      organisationId,
      projectId,
      id,
    )
    await world.rows.query(
      `insert into zone_comparisons (zone_id, turn_at, objects, open, healed, withheld) values ($1, now(), 0, 0, 0, 0)`,
      id,
    )
    await world.rows.query(
      `update quotas set "limit" = 50 where project_id = $1 and resource = 'public_addresses'`,
      projectId,
    )
    web = await server()
    other = await server()
  })
  afterAll(() => world?.close())
  beforeEach(async () => {
    for (const statement of [
      'delete from firewall_rules',
      `update private_networks set revision = revision + 1, unverified = false, writing_by = null, writing_until = null`,
      'delete from simulator.addresses',
      'delete from public_addresses',
      `update quotas set used = 0 where resource = 'public_addresses'`,
      'delete from quarantined_objects',
      `update drifts set state = 'gone', ended_at = now(), held = false where state = 'open'`,
      `delete from installation_facts where name = 'data_lost_at'`,
    ])
      await world.rows.query(statement)
    await applyAll()
    writes = []
    lacksManagementRules = false
  })

  const member = () => world.estate.own.as('technical')
  async function server(): Promise<Id<'instance'>> {
    const id = await addInstance(world.estate, { at: addSeconds(startedAt, -3_600) })
    const spec = await withSystem(systemTestContext(), (tx) => readInstanceSpec(tx, id, startedAt))
    await world.simulator.createInstance(spec, soon())
    await world.simulator.startInstance(id, soon())
    return id
  }
  const later = () => {
    minutes += 1
    return addSeconds(startedAt, minutes * 60)
  }
  /** The datacenter, with a list of the changes made in it. */
  const hypervisor = () => {
    const driver: SagaWorld['simulator'] = {
      ...world.simulator,
      surveyNetworks: async (...input) =>
        (await world.simulator.surveyNetworks(...input)).map((each) => ({
          ...each,
          hasManagementRules: !lacksManagementRules,
        })),
      applyRules: (code, network, options) => {
        writes.push(network.networkId)
        lacksManagementRules = false
        return world.simulator.applyRules(code, network, options)
      },
      directAddress: (spec, options) => {
        writes.push(spec.address)
        return world.simulator.directAddress(spec, options)
      },
      undirectAddress: (spec, options) => {
        writes.push(spec.address)
        return world.simulator.undirectAddress(spec, options)
      },
    }
    return { surveyor: driver, driverOf: async () => driver, hostOf: (name: string) => name }
  }
  const applyAll = async () => {
    const drivers = { hypervisorOf: async () => hypervisor() }
    await applyNetworks(systemTestContext(), drivers)
    await applyAddresses(systemTestContext(), drivers)
  }
  const compare = () => compareZone(systemTestContext(later()), zone, hypervisor())
  /** Runs a few rounds of a worker. */
  const turn = async () => {
    for (const _turn of [1, 2, 3]) {
      await applyAll()
      await compare()
    }
    await applyAll()
  }
  const administering = (at: Date) => staffTestContext(administrator, ['administrator'], at)
  /** Marks the database as restored to its current rows. */
  const restore = () =>
    world.rows.query(
      `insert into installation_facts (name, value) values ('database', '1/1/00000001')
       on conflict (name) do update set value = excluded.value`,
    )
  const agree = async (dataLost = true) => {
    const recovery = await readRecovery(administering(later()))
    await agreeToDatabase(administering(later()), {
      identity: recovery?.identity ?? '',
      dataLost,
      openPoints: 100,
    })
  }
  const release = async (subject: string) => {
    const [drift] = await world.rows.query<{ id: Id<'drift'> }>(
      `select id from drifts where subject = $1 and state = 'open' and held`,
      subject,
    )
    if (!drift) throw new Error(`nothing waits for ${subject}`)
    await releaseDrift(staffTestContext(capacity, ['capacity'], later()), { driftId: drift.id })
  }
  const held = async () =>
    (
      await world.rows.query<{ line: string }>(
        `select kind || ' ' || subject as line from drifts where state = 'open' and held order by 1`,
      )
    ).map(({ line }) => line)

  const rule = (ports: string) => inbound('tcp', ports, '0.0.0.0/0')
  const open = (ports: string) =>
    addFirewallRule(member(), { networkId, protocol: 'tcp', ports, source: '0.0.0.0/0', description: '' })
  /** Changes the datacenter by hand as a customer did after the backup, with lost rows. */
  const openedAfter = (...ports: string[]) =>
    world.rows.query(
      `update simulator.networks set rules = $2::text::jsonb where resource_id = $1`,
      networkId,
      JSON.stringify(ports.map(rule)),
    )
  const openPorts = async () =>
    (await world.simulator.surveyNetworks(zone.code, soon()))
      .find((each) => each.networkId === networkId)
      ?.rules?.map(({ ports }) => ports)
  const shown = async () => (await listNetworks(member())).find(({ id }) => id === networkId)

  /** Creates a reserved address directed to this server, with or without a pending change. */
  async function reserved(instanceId: string | null, isPending: boolean) {
    lastByte += 1
    const address = `203.0.113.${lastByte}`
    const { own, bundles } = world.estate
    const [id, poolId] = [newId('publicAddress'), newId('addressPool')]
    const orderLineId = await insertOrderLine(world.estate, own, 'small')
    await world.rows.query(
      `insert into address_pools (id, zone_id, range, created_at) values ($1, $2, $3::cidr, now())`,
      poolId,
      zone.id,
      `${address}/32`,
    )
    await world.rows.query(
      `insert into public_addresses (id, organisation_id, project_id, zone_id, pool_id, address, bundle_id, order_line_id,
         instance_id, reserved_at, revision, applied_revision)
       values ($1, $2, $3, $4, $5, $6, $7, $8, ${instanceId ? `'${instanceId}'` : 'null'}, now(), 5, ${isPending ? 4 : 5})`,
      id,
      own.organisationId,
      own.projectId,
      zone.id,
      poolId,
      address,
      bundles.small.id,
      orderLineId,
    )
    await world.rows.query(
      `update quotas set used = used + 1 where project_id = $1 and resource = 'public_addresses'`,
      own.projectId,
    )
    return { id, address }
  }
  const directByHand = (addressId: Id<'publicAddress'>, address: string, instanceId: string) => {
    const { organisationId } = world.estate.own
    return world.simulator.directAddress({ addressId, organisationId, address, instanceId }, soon())
  }
  const leadsTo = async (address: string) =>
    (await world.simulator.surveyAddresses(zone.code, soon())).find((each) => each.address === address)
      ?.instanceId ?? null
  const address = async (id: string) =>
    (await listAddresses(member())).addresses.find((each) => each.id === id)

  /** The next customer reserves an address of the zone. */
  const claim = async () => {
    const { organisationId, projectId } = world.estate.own
    const orderLineId = await insertOrderLine(world.estate, world.estate.own, 'small')
    const id = newId('publicAddress')
    return withSystem(systemTestContext(), (tx) =>
      claimAddresses(tx, member(), { organisationId, projectId }, [
        { id, zoneId: zone.id, orderLineId, holderId: null },
      ]),
    )
  }
  const freeAddresses = async () =>
    (
      await world.rows.query<{ free: number }>(
        'select free from app.count_public_addresses() where zone_id = $1',
        zone.id,
      )
    )[0]?.free

  test('pending rules that differ from the hypervisor’s wait for a person', async () => {
    await open('22')
    await openedAfter('443')
    await restore()
    await agree()
    await applyAll()
    expect(writes).toEqual([])
    expect(await shown()).toMatchObject({ standing: 'unverified' })
    await turn()
    expect(await openPorts()).toEqual(['443'])
    expect(writes).toEqual([])
    expect(await held()).toEqual([`rules_differ ${networkId}`])
    expect(await shown()).toMatchObject({ standing: 'not_in_force', notInForce: { waitsForStaff: true } })
    await release(networkId)
    await turn()
    expect(await openPorts()).toEqual(['22'])
    expect(await shown()).toMatchObject({ standing: 'in_force' })
  })

  test('pending rules that match the hypervisor’s are in force without a write', async () => {
    await open('22')
    await openedAfter('22')
    await restore()
    await agree()
    await turn()
    expect(writes).toEqual([])
    expect(await held()).toEqual([])
    expect(await shown()).toMatchObject({ standing: 'in_force' })
  })

  test('matching rules are applied without a person if only the management rules differ', async () => {
    await open('22')
    await openedAfter('22')
    lacksManagementRules = true
    await restore()
    await agree()
    await turn()
    expect(await held()).toEqual([])
    expect(writes).toEqual([networkId])
    expect(await openPorts()).toEqual(['22'])
    expect(await shown()).toMatchObject({ standing: 'in_force' })
  })

  test('rules that differ wait for a person if the management rules differ too', async () => {
    await open('22')
    await openedAfter('443')
    lacksManagementRules = true
    await restore()
    await agree()
    await turn()
    expect(await held()).toEqual([`rules_differ ${networkId}`])
    expect(writes).toEqual([])
    expect(await openPorts()).toEqual(['443'])
  })

  test('rules that a customer changes after the loss are applied after a comparison of the zone', async () => {
    await open('22')
    await openedAfter('443')
    await restore()
    await expect(open('8443')).rejects.toMatchObject({ code: 'recovery_in_progress' })
    await agree()
    await open('8443')
    await applyAll()
    expect(writes).toEqual([])
    await turn()
    expect(await openPorts()).toEqual(['22', '8443'])
    expect(await held()).toEqual([])
    expect(await shown()).toMatchObject({ standing: 'in_force' })
  })

  test('rules are applied as usual if nothing was lost', async () => {
    await open('22')
    await openedAfter('443')
    await restore()
    await agree(false)
    await turn()
    expect(await openPorts()).toEqual(['22'])
  })

  test('a pending target waits for a person if the hypervisor directs the address elsewhere', async () => {
    const { id, address: text } = await reserved(web, true)
    await directByHand(id, text, other)
    await restore()
    await expect(detachAddress(member(), { addressId: id })).rejects.toMatchObject({
      code: 'recovery_in_progress',
    })
    await agree()
    await turn()
    // Its server moves to another host meanwhile.
    await withSystem(systemTestContext(), (tx) => reviseAddressesOf(tx, web))
    await turn()
    expect(writes).toEqual([])
    expect(await leadsTo(text)).toBe(other)
    expect(await held()).toEqual([`public_address_misdirected ${id}`])
    expect(await address(id)).toMatchObject({ isUnverified: true })
    await release(id)
    await turn()
    expect(await leadsTo(text)).toBe(web)
    expect(await address(id)).toMatchObject({ isUnverified: false, isApplied: true })
  })

  test('an address stays undecided if the hypervisor directs it elsewhere before a person decides', async () => {
    const { id, address: text } = await reserved(web, false)
    await restore()
    await agree()
    await turn()
    expect(await held()).toEqual([`public_address_missing ${id}`])
    await directByHand(id, text, other)
    await turn()
    expect(writes).toEqual([])
    expect(await held()).toEqual([`public_address_misdirected ${id}`])
  })

  test('a pending removal of a target waits for a person if the hypervisor directs the address to a server', async () => {
    const { id, address: text } = await reserved(null, true)
    await directByHand(id, text, other)
    await restore()
    await agree()
    await turn()
    expect(writes).toEqual([])
    expect(await held()).toEqual([`public_address_unknown ${id}`])
    await release(id)
    await turn()
    expect(await leadsTo(text)).toBe(null)
    expect(await address(id)).toMatchObject({ isUnverified: false, isApplied: true })
  })

  test('an address with the target in its row is confirmed without a write', async () => {
    const { id, address: text } = await reserved(web, true)
    await directByHand(id, text, web)
    await restore()
    await agree()
    await turn()
    expect(writes).toEqual([])
    expect(await address(id)).toMatchObject({ isUnverified: false, isApplied: true })
  })

  test('a target that a customer sets after the loss is applied', async () => {
    const { id, address: text } = await reserved(web, true)
    await directByHand(id, text, other)
    await restore()
    await agree()
    await turn()
    await detachAddress(member(), { addressId: id })
    await turn()
    expect(await leadsTo(text)).toBe(null)
    expect(await held()).toEqual([])
  })

  test('an address released after the loss is not reassigned before its lost target is removed', async () => {
    const { id, address: text } = await reserved(null, false)
    await directByHand(id, text, other)
    await restore()
    await agree()
    await turn()
    expect(await held()).toEqual([`public_address_unknown ${id}`])
    await releaseAddress(member(), { addressId: id })
    await world.rows.query(
      `update address_pools set removed_at = now() where range <> $1::cidr`,
      `${text}/32`,
    )
    expect(await freeAddresses()).toBe(0)
    await expect(claim()).rejects.toMatchObject({ code: 'insufficient_capacity' })
    await turn()
    expect(await leadsTo(text)).toBe(null)
    expect(await held()).toEqual([])
    expect(await freeAddresses()).toBe(1)
  })

  test('an address released while in doubt is not offered until its target is removed', async () => {
    const { id, address: text } = await reserved(null, false)
    await directByHand(id, text, other)
    await restore()
    await agree()
    await turn()
    // State written by a release before it ended the doubt.
    await world.rows.query(`update public_addresses set released_at = now() where id = $1`, id)
    await world.rows.query(
      `update address_pools set removed_at = now() where range <> $1::cidr`,
      `${text}/32`,
    )
    expect(await freeAddresses()).toBe(0)
    await expect(claim()).rejects.toMatchObject({ code: 'insufficient_capacity' })
    await release(id)
    await turn()
    expect(await leadsTo(text)).toBe(null)
    expect(await freeAddresses()).toBe(1)
  })

  test('an address that serves a customer with lost rows is neither redirected nor reassigned', async () => {
    const { id, address: text } = await reserved(web, false)
    // The owner in our rows released it after the backup, and another customer reserved it.
    const lost = newId('publicAddress')
    await directByHand(lost, text, other)
    await restore()
    await agree()
    await turn()
    await detachAddress(member(), { addressId: id })
    await attachAddress(member(), { addressId: id, instanceId: web })
    await turn()
    expect(writes).toEqual([])
    expect(await leadsTo(text)).toBe(other)

    await world.rows.query(
      `update public_addresses set released_at = now(), instance_id = null, applied_revision = revision where id = $1`,
      id,
    )
    await world.rows.query(
      `update address_pools set removed_at = now() where range <> $1::cidr`,
      `${text}/32`,
    )
    await expect(claim()).rejects.toMatchObject({ code: 'insufficient_capacity' })
    await restore()
    await agree()
    await expect(claim()).rejects.toMatchObject({ code: 'recovery_in_progress' })
  })
})
