import { beforeAll, describe, expect, test } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { makeZone } from '~/lib/datacentre/testing/datacenter'
import type { Driver, NetworkSpec } from '~/lib/hypervisors/port/driver'
import { DriverError } from '~/lib/hypervisors/port/driver-error'
import { inbound } from '~/lib/hypervisors/testing/inbound'
import { newId } from '~/lib/kernel/ids'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import { addFirewallRule, removeFirewallRule } from '../testing/firewall-rules'
import { rowProbe } from '../testing/row-probe'
import { applyNetworks } from './apply-networks'
import { listNetworks } from './list-networks'

const driversWith = (apply: (network: NetworkSpec) => Promise<void>) => ({
  hypervisorOf: async () => {
    const surveyor = {
      applyRules: (_zone: string, network: NetworkSpec) => apply(network),
    } as unknown as Driver
    return { surveyor, driverOf: async () => surveyor, hostOf: (name: string) => name }
  },
})

describe('firewall rules', () => {
  const database = useTestDatabase()
  const { sql } = database
  const { query } = rowProbe(database)
  const networkId = newId('network')
  let own: TestBuyer
  let foreign: TestBuyer
  const as = (organisation: TestBuyer, role: 'technical' | 'reader' = 'technical') => organisation.as(role)
  const rule = (over = {}) => ({
    networkId,
    protocol: 'tcp' as const,
    ports: '443',
    source: '203.0.113.0/24',
    description: 'site',
    ...over,
  })
  const shown = async () => (await listNetworks(as(own)))[0]

  beforeAll(async () => {
    ;[own, foreign] = await makeBuyers(sql, 2)
    const { zoneId } = await makeZone({ count: 1, vcpu: 4 })
    await query(
      `insert into private_networks (id, organisation_id, project_id, zone_id, range, created_at)
       values ($1, $2, $3, $4, '10.128.0.0/22', now())`,
      networkId,
      own.organisationId,
      own.projectId,
      zoneId,
    )
  })

  test('are stored, shown, applied on the hypervisor, and removed', async () => {
    const appliedNetworks: NetworkSpec[] = []
    const apply = () =>
      applyNetworks(
        systemTestContext(),
        driversWith(async (network) => void appliedNetworks.push(network)),
      )
    const { id: ruleId } = await addFirewallRule(as(own), rule())
    expect(await shown()).toMatchObject({
      standing: 'pending',
      rules: [{ id: ruleId, ports: '443' }],
      servers: [],
    })
    await apply()
    expect(appliedNetworks.at(-1)?.rules).toEqual([inbound('tcp', '443', '203.0.113.0/24')])
    expect(await shown()).toMatchObject({ standing: 'in_force' })
    await apply()
    expect(appliedNetworks.length).toBe(1)
    await removeFirewallRule(as(own), { ruleId })
    expect(await shown()).toMatchObject({ standing: 'pending', rules: [] })
    await apply()
    expect(appliedNetworks.at(-1)?.rules).toEqual([])
    expect(
      await query(`select event from audit_events where event like 'firewall.%' order by event`),
    ).toEqual([{ event: 'firewall.rule_added' }, { event: 'firewall.rule_removed' }])
  })

  test('stay pending while the hypervisor is unreachable or refuses them', async () => {
    const { id: ruleId } = await addFirewallRule(as(own), rule({ ports: '80' }))
    await applyNetworks(systemTestContext(), { hypervisorOf: async () => null })
    expect(await shown()).toMatchObject({ standing: 'pending' })
    const refuse = async () => {
      throw new DriverError('hypervisor_unreachable')
    }
    await applyNetworks(systemTestContext(), driversWith(refuse))
    expect(await shown()).toMatchObject({ standing: 'not_in_force', notInForce: { servers: [] } })
    await removeFirewallRule(as(own), { ruleId })
  })

  test('are refused as duplicates, over the maximum and to a reader, and are invisible to other organisations', async () => {
    const { id: ruleId } = await addFirewallRule(as(own), rule({ ports: undefined }))
    await expect(addFirewallRule(as(own), rule({ ports: undefined }))).rejects.toMatchObject({
      code: 'already_exists',
    })
    await expect(addFirewallRule(as(own, 'reader'), rule())).rejects.toMatchObject({ code: 'forbidden' })
    await expect(removeFirewallRule(as(own, 'reader'), { ruleId })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(addFirewallRule(as(foreign), rule())).rejects.toMatchObject({ code: 'not_found' })
    await expect(removeFirewallRule(as(foreign), { ruleId })).rejects.toMatchObject({ code: 'not_found' })
    expect(await listNetworks(as(foreign))).toEqual([])
    for (let port = 1; port < 50; port += 1) await addFirewallRule(as(own), rule({ ports: String(port) }))
    await expect(addFirewallRule(as(own), rule({ ports: '50' }))).rejects.toMatchObject({
      code: 'quota_exceeded',
      params: { reason: 'firewall_rules_max' },
    })
  })
})
