import { describe, expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import type { NetworkSpec } from '../port/driver'
import { closedFilter } from '../port/firewall'
import { inbound } from './inbound'
import { instanceSpec, soon, type World } from './world'

let ranges = 0

/** For worlds in which networks may overlap: only there they are peered. */
export function peerContract(world: () => World): void {
  describe('peered networks', { timeout: 120_000 }, () => {
    const organisationId = newId('organisation')
    const network = (): NetworkSpec => {
      ranges += 1
      const range = `10.206.${ranges}.0/24`
      return { networkId: newId('network'), organisationId, range, hasExit: true, ...closedFilter }
    }
    const boot = async (on: NetworkSpec) => {
      const address = on.range.replace('0/24', '20')
      const spec = instanceSpec(world().image, { organisationId, network: on, address })
      await world().driver.createInstance(spec, soon())
      await world().driver.startInstance(spec.resourceId, soon())
      return { id: spec.resourceId, address }
    }
    const apply = (spec: NetworkSpec, over: Partial<NetworkSpec> = {}) =>
      world().driver.applyRules('PAR1', { ...spec, ...over }, soon())
    const peersOf = async ({ networkId }: NetworkSpec) =>
      (await world().driver.surveyNetworks('PAR1', soon())).find((each) => each.networkId === networkId)
        ?.peerIds
    it('reach each other by private addresses, as the rules of both allow, once both have each other', async () => {
      if (!world().networksOverlap) return
      const [a, b] = [network(), network()]
      const [from, to] = [await boot(a), await boot(b)]
      const name = `hello from ${to.id.replace('_', '-')}`
      const rules = [inbound('tcp', '80', a.range)]
      const hears = () => world().hear(from.id, to.address)
      const soonHears = (text: string) => expect.poll(hears, { interval: 100, timeout: 20_000 }).toBe(text)
      await apply(b, { rules })
      expect(await hears()).toBe('')
      await apply(a, { peers: [b] })
      expect([await peersOf(a), await hears()]).toEqual([[], ''])
      for (const _ of ['once', 'twice']) await apply(b, { rules, peers: [a] })
      expect([await peersOf(a), await peersOf(b)]).toEqual([[b.networkId], [a.networkId]])
      await soonHears(name)
      expect(await world().hear(to.id, from.address)).toBe('')
      await apply(b, { rules: [inbound('tcp', '80', '10.206.0.0/24')], peers: [a] })
      await soonHears('')
      await apply(b, { rules, peers: [a] })
      await apply(a, { egress: 'listed', peers: [b] })
      await soonHears('')
      await apply(a, { peers: [b] })
      await soonHears(name)

      // One side loses the other; both are written again.
      await apply(b, { rules })
      await soonHears('')
      expect(await peersOf(a)).toEqual([])
      await apply(b, { rules, peers: [a] })
      await apply(a, { peers: [b] })
      await apply(b, { rules, peers: [a] })
      await soonHears(name)
    })

    it('end with a network, also when the other one still names it', async () => {
      if (!world().networksOverlap) return
      const [a, b] = [network(), network()]
      for (const _ of ['once', 'twice']) {
        await apply(a, { peers: [b] })
        await apply(b, { peers: [a] })
      }
      expect(await peersOf(a)).toEqual([b.networkId])
      await world().driver.removeNetwork('PAR1', b, soon())
      expect([await peersOf(a), await peersOf(b)]).toEqual([[], undefined])
      await apply(a)
      await world().driver.removeNetwork('PAR1', a, soon())
      expect(await peersOf(a)).toBeUndefined()
    })
  })
}
