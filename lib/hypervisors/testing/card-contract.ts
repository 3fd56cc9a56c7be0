import { describe, expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import type { CardSpec, InstanceSpec, NetworkSpec } from '../port/driver'
import { closedFilter } from '../port/firewall'
import { instanceSpec, soon, type World } from './world'

let ranges = 0

export function cardContract(world: () => World): void {
  describe('servers on several networks', { timeout: 60_000 }, () => {
    const network = (organisationId: string): NetworkSpec => {
      ranges += 1
      const range = `10.203.${4 * ranges}.0/22`
      return { networkId: newId('network'), organisationId, range, hasExit: true, ...closedFilter }
    }
    const addressIn = ({ range }: NetworkSpec, host: number) => range.replace('0/22', `${host}`)
    async function server(over: Partial<InstanceSpec> = {}) {
      const organisationId = over.organisationId ?? newId('organisation')
      const first = network(organisationId)
      const spec = instanceSpec(world().image, {
        organisationId,
        address: addressIn(first, 10),
        network: first,
        ...over,
      })
      await world().driver.createInstance(spec, soon())
      return { spec, first: { networkId: first.networkId, address: addressIn(first, 10), address6: null } }
    }
    const card = (organisationId: string, position = 1, host = 20): CardSpec => {
      const further = network(organisationId)
      return { network: further, address: addressIn(further, host), position }
    }
    const shown = ({ network: { networkId }, address }: CardSpec) => ({
      networkId,
      address,
      address6: null,
    })
    const cardsOf = async (resourceId: string) => {
      const found = await world().driver.survey('PAR1', { ...soon(), only: resourceId })
      const [object] = found.filter(
        (each) => each.kind === 'instance' && each.owner?.resourceId === resourceId,
      )
      return object?.kind === 'instance' ? object.cards : null
    }

    it('get a card while they run, once for repeated requests, and lose it', async () => {
      const { driver } = world()
      const { spec, first } = await server()
      await driver.startInstance(spec.resourceId, soon())
      const [second, third] = [card(spec.organisationId), card(spec.organisationId, 2)]
      expect(await cardsOf(spec.resourceId)).toEqual([first])
      for (const _ of ['once', 'twice']) await driver.connectNetwork(spec.resourceId, second, soon())
      await driver.connectNetwork(spec.resourceId, third, soon())
      expect(await cardsOf(spec.resourceId)).toEqual([first, shown(second), shown(third)])
      expect(await driver.observeInstance(spec.resourceId, soon())).toMatchObject({ power: 'running' })
      await expect(driver.removeNetwork('PAR1', second.network, soon())).rejects.toMatchObject({
        code: 'state_forbids',
      })
      for (const _ of ['once', 'twice'])
        await driver.disconnectNetwork(spec.resourceId, second.network.networkId, soon())
      expect(await cardsOf(spec.resourceId)).toEqual([first, shown(third)])
      await driver.removeNetwork('PAR1', second.network, soon())
      // Its first card is not a further one.
      await driver.disconnectNetwork(spec.resourceId, first.networkId, soon())
      expect(await cardsOf(spec.resourceId)).toEqual([first, shown(third)])
      await driver.stopInstance(spec.resourceId, { force: true }, soon())
      await driver.connectNetwork(spec.resourceId, second, soon())
      expect(await cardsOf(spec.resourceId)).toEqual([first, shown(second), shown(third)])
      await driver.deleteInstance(spec.resourceId, soon())
      await driver.removeNetwork('PAR1', third.network, soon())
    })

    it('are made with all their cards', async () => {
      const organisationId = newId('organisation')
      const moreCards = [card(organisationId, 1), card(organisationId, 3)]
      const { spec, first } = await server({ organisationId, moreCards })
      expect(await cardsOf(spec.resourceId)).toEqual([first, ...moreCards.map(shown)])
    })

    it('keep their present cards when their disk is restored, and give none to a copy', async () => {
      const { driver } = world()
      const { spec, first } = await server()
      const [before, after] = [card(spec.organisationId, 1), card(spec.organisationId, 2)]
      await driver.connectNetwork(spec.resourceId, before, soon())
      const snapshotId = newId('snapshot')
      await driver.takeInstanceSnapshot(spec.resourceId, snapshotId, soon())
      const source = { instanceId: spec.resourceId, snapshotId }
      const copy = await server({ organisationId: spec.organisationId, source })
      expect(await cardsOf(copy.spec.resourceId)).toEqual([copy.first])

      await driver.disconnectNetwork(spec.resourceId, before.network.networkId, soon())
      await driver.removeNetwork('PAR1', before.network, soon())
      await driver.connectNetwork(spec.resourceId, after, soon())
      const { vcpu, memoryMib, rootDiskGib } = spec
      const kept = { vcpu, memoryMib, rootDiskGib, volumeIds: [], moreCards: [after] }
      await driver.restoreInstanceSnapshot(spec.resourceId, snapshotId, kept, soon())
      expect(await cardsOf(spec.resourceId)).toEqual([first, shown(after)])
      await driver.startInstance(spec.resourceId, soon())
    })

    it('are not connected by another installation', async () => {
      const { spec, first } = await server()
      const second = card(spec.organisationId)
      await expect(world().rival.connectNetwork(spec.resourceId, second, soon())).rejects.toMatchObject({
        code: 'conflict_not_ours',
      })
      expect(await cardsOf(spec.resourceId)).toEqual([first])
    })
  })
}
