import { describe, expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import type { NetworkSpec } from '../port/driver'
import { closedFilter, type FirewallRuleSpec } from '../port/firewall'
import { inbound } from './inbound'
import { instanceSpec, soon, type World } from './world'

let ranges = 0

export function networkContract(world: () => World): void {
  describe('rules of private networks', { timeout: 60_000 }, () => {
    const network = (rules: FirewallRuleSpec[] = []): NetworkSpec => {
      ranges += 1
      return {
        networkId: newId('network'),
        organisationId: newId('organisation'),
        range: `10.200.${4 * ranges}.0/22`,
        hasExit: true,
        ...closedFilter,
        rules,
      }
    }
    const http = inbound('tcp', '80')
    const ping = inbound('icmp', null, '192.0.2.0/24')
    const names = inbound('udp', '8000-8100', '198.51.100.7/32')
    const seen = async ({ networkId }: NetworkSpec, by = world().driver) =>
      (await by.surveyNetworks('PAR1', soon())).find((each) => each.networkId === networkId)

    it('are in force on every host after each write, also after a repeated write', async () => {
      const spec = network()
      for (const rules of [[], [http], [http], [names, ping, http], []]) {
        await world().driver.applyRules('PAR1', { ...spec, rules }, soon())
        expect(await seen(spec)).toMatchObject({ organisationId: spec.organisationId, missingOn: [], rules })
      }
    })

    it('are in force in both directions, for single servers, both families and every protocol', async () => {
      const spec = network()
      const [server, server6] = [[spec.range.replace('0/22', '10/32')], ['2001:db8:a::10/128']]
      const rules: FirewallRuleSpec[] = [
        { ...inbound('tcp', '22,80,8000-8010', '198.51.100.0/24', '192.0.2.7/32'), destination: server },
        { ...inbound('tcp', '22', '2001:db8:1::/48'), destination: server6 },
        inbound('icmp', null),
        inbound('icmp', null, '2001:db8:1::/48'),
        inbound('any', null, '192.0.2.0/24'),
        { ...inbound('any', null), destination: server6 },
        { ...inbound('tcp', '443'), direction: 'out' },
        { ...inbound('udp', '53', ...server), direction: 'out', destination: ['192.0.2.53/32'] },
        { ...inbound('icmp', null), direction: 'out' },
      ]
      for (const egress of ['listed', 'open', 'listed'] as const) {
        await world().driver.applyRules('PAR1', { ...spec, rules, egress }, soon())
        expect(await seen(spec)).toMatchObject({
          rules,
          egress,
          filtersInside: false,
          hasManagementRules: true,
        })
      }
      await world().driver.applyRules('PAR1', spec, soon())
      expect(await seen(spec)).toMatchObject({ rules: [], egress: 'open' })
    })

    it('are those of a network with its /64, also when it was made without one', async () => {
      const range6 = () => `2001:db8:100:${ranges.toString(16)}::/64`
      const made = network([http])
      const spec = { ...made, range6: range6() }
      await world().driver.applyRules('PAR1', spec, soon())
      expect(await seen(spec)).toMatchObject({ range6: spec.range6, rules: [http], hasManagementRules: true })
      await world().driver.applyRules('PAR1', made, soon())
      expect(await seen(made)).toMatchObject({ range6: null, rules: [http], hasManagementRules: true })
      const late = network([http])
      await world().driver.applyRules('PAR1', late, soon())
      expect(await seen(late)).toMatchObject({ range6: null, hasManagementRules: true })
      const given = { ...late, range6: range6() }
      const server = instanceSpec(world().image, {
        organisationId: late.organisationId,
        address: late.range.replace('0/22', '10'),
        address6: given.range6.replace('/64', 'a'),
        network: { ...given, rules: [] },
      })
      await world().driver.createInstance(server, soon())
      expect(await seen(given)).toMatchObject({
        range6: given.range6,
        rules: [http],
        hasManagementRules: true,
      })
      // So has its further card, on a network that has some; a repeated request changes nothing.
      const further = { ...network(), organisationId: late.organisationId, range6: range6() }
      const card = {
        network: further,
        address: further.range.replace('0/22', '10'),
        address6: further.range6.replace('/64', 'a'),
        position: 1,
      }
      for (const _ of ['once', 'twice']) await world().driver.connectNetwork(server.resourceId, card, soon())
      expect(await seen(further)).toMatchObject({ range6: further.range6 })
      const found = await world().driver.survey('PAR1', { ...soon(), only: server.resourceId })
      expect(found.flatMap((each) => (each.kind === 'instance' ? each.cards : []))).toMatchObject([
        { networkId: given.networkId, address: server.address, address6: server.address6 },
        { networkId: further.networkId, address: card.address, address6: card.address6 },
      ])
      await world().driver.applyRules('PAR1', { ...given, egress: 'listed' }, soon())
      expect(await seen(given)).toMatchObject({
        range6: given.range6,
        egress: 'listed',
        hasManagementRules: true,
      })
    })

    it('put back how servers take their IPv6 addresses, when that was changed from outside', async () => {
      const { changeSettings } = world()
      if (!changeSettings) return
      const spec = { ...network([http]), range6: `2001:db8:100:e${ranges.toString(16)}::/64` }
      await world().driver.applyRules('PAR1', spec, soon())
      expect((await seen(spec))?.differing6).toEqual([])
      for (const [key, value] of [
        ['ipv6.nat', 'true'],
        ['ipv6.dhcp.stateful', 'false'],
        ['ipv6.dhcp', 'false'],
      ] as const) {
        await changeSettings(spec, { [key]: value })
        expect(await seen(spec)).toMatchObject({ range6: spec.range6, differing6: [`${key}=${value}`] })
        await world().driver.applyRules('PAR1', spec, soon())
        expect(await seen(spec)).toMatchObject({ range6: spec.range6, differing6: [], rules: [http] })
      }
    })

    it('let only listed traffic out of a network that begins so', async () => {
      const spec = { ...network([http]), egress: 'listed' as const }
      await world().driver.applyRules('PAR1', spec, soon())
      expect(await seen(spec)).toMatchObject({ rules: [http], egress: 'listed' })
    })

    it('are in force with the first server of the network, whose later servers leave them as they are', async () => {
      const spec = network([http])
      const server = (host: number, rules: FirewallRuleSpec[]) =>
        world().driver.createInstance(
          instanceSpec(world().image, {
            organisationId: spec.organisationId,
            address: spec.range.replace('0/22', `${host}`),
            network: { ...spec, rules },
          }),
          soon(),
        )
      await server(10, [http])
      expect(await seen(spec)).toMatchObject({ range: spec.range, rules: [http] })
      await server(11, [ping])
      expect(await seen(spec)).toMatchObject({ rules: [http] })
    })

    it('are found when changed from outside, and written again', async () => {
      const spec = network([http])
      await world().driver.applyRules('PAR1', spec, soon())
      await world().changeRules(spec, [http, ping])
      expect(await seen(spec)).toMatchObject({ rules: [http, ping] })
      await world().driver.applyRules('PAR1', spec, soon())
      expect(await seen(spec)).toMatchObject({ rules: [http] })
    })

    it('are not written for another organisation than the network’s own', async () => {
      const spec = network([http])
      await world().driver.applyRules('PAR1', spec, soon())
      const taken = world().driver.applyRules(
        'PAR1',
        { ...spec, organisationId: newId('organisation'), rules: [ping] },
        soon(),
      )
      await expect(taken).rejects.toMatchObject({ code: 'conflict_not_ours' })
      expect(await seen(spec)).toMatchObject({ organisationId: spec.organisationId, rules: [http] })
    })

    it('are written for an overlapping network where the zone allows it; otherwise it gets an error of its own', async () => {
      const spec = network([http])
      await world().driver.applyRules('PAR1', spec, soon())
      expect(await seen(spec)).toMatchObject({ range: spec.range })
      const second = { ...spec, networkId: newId('network') }
      const written = world().driver.applyRules('PAR1', second, soon())
      if (world().networksOverlap) {
        await written
        expect(await seen(second)).toMatchObject({ range: spec.range })
      } else await expect(written).rejects.toMatchObject({ code: 'range_taken' })
    })

    it('are surveyed for this installation only', async () => {
      const spec = network([http])
      await world().rival.applyRules('PAR1', spec, soon())
      expect(await seen(spec)).toBeUndefined()
      expect(await seen(spec, world().rival)).toMatchObject({ rules: [http] })
    })

    it('end with their network, also when its removal is repeated', async () => {
      const spec = network([http])
      await world().driver.applyRules('PAR1', spec, soon())
      for (const _ of ['once', 'twice']) {
        await world().driver.removeNetwork('PAR1', spec, soon())
        expect(await seen(spec)).toBeUndefined()
      }
      await world().driver.applyRules('PAR1', { ...spec, rules: [] }, soon())
      expect(await seen(spec)).toMatchObject({ rules: [] })
    })

    it('stay while a server is on the network', async () => {
      const spec = network([http])
      const server = instanceSpec(world().image, {
        organisationId: spec.organisationId,
        address: spec.range.replace('0/22', '10'),
        network: spec,
      })
      await world().driver.createInstance(server, soon())
      await expect(world().driver.removeNetwork('PAR1', spec, soon())).rejects.toMatchObject({
        code: 'state_forbids',
      })
      expect(await seen(spec)).toMatchObject({ rules: [http] })
      await world().driver.deleteInstance(server.resourceId, soon())
      await world().driver.removeNetwork('PAR1', spec, soon())
      expect(await seen(spec)).toBeUndefined()
    })

    it('are not removed for another organisation or installation', async () => {
      const spec = network([http])
      await world().driver.applyRules('PAR1', spec, soon())
      const other = { ...spec, organisationId: newId('organisation') }
      await expect(world().driver.removeNetwork('PAR1', other, soon())).rejects.toMatchObject({
        code: 'conflict_not_ours',
      })
      await world()
        .rival.removeNetwork('PAR1', spec, soon())
        .catch((error: unknown) => expect(error).toMatchObject({ code: 'conflict_not_ours' }))
      expect(await seen(spec)).toMatchObject({ rules: [http] })
    })
  })
}
