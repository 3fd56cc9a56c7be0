import { describe, expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import type { FirewallRuleSpec, NetworkSpec } from '../port/driver'
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
        rules,
      }
    }
    const http: FirewallRuleSpec = { protocol: 'tcp', ports: '80', source: '0.0.0.0/0' }
    const ping: FirewallRuleSpec = { protocol: 'icmp', ports: null, source: '192.0.2.0/24' }
    const names: FirewallRuleSpec = { protocol: 'udp', ports: '8000-8100', source: '198.51.100.7/32' }
    const seen = async ({ networkId }: NetworkSpec, by = world().driver) =>
      (await by.surveyNetworks('PAR1', soon())).find((each) => each.networkId === networkId)

    it('are in force on every host after each write, also after a repeated write', async () => {
      const spec = network()
      for (const rules of [[], [http], [http], [names, ping, http], []]) {
        await world().driver.applyRules('PAR1', { ...spec, rules }, soon())
        expect(await seen(spec)).toMatchObject({ organisationId: spec.organisationId, missingOn: [], rules })
      }
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

    it('are not written for an overlapping network, which gets an error of its own', async () => {
      const spec = network([http])
      await world().driver.applyRules('PAR1', spec, soon())
      expect(await seen(spec)).toMatchObject({ range: spec.range })
      const second = { ...spec, networkId: newId('network') }
      await expect(world().driver.applyRules('PAR1', second, soon())).rejects.toMatchObject({
        code: 'range_taken',
      })
    })

    it('are surveyed for this installation only', async () => {
      const spec = network([http])
      await world().rival.applyRules('PAR1', spec, soon())
      expect(await seen(spec)).toBeUndefined()
      expect(await seen(spec, world().rival)).toMatchObject({ rules: [http] })
    })
  })
}
