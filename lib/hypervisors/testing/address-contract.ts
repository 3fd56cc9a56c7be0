import { randomInt } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import { instanceSpec, soon, type World } from './world'

export function addressContract(world: () => World): void {
  describe('public addresses', { timeout: 60_000 }, () => {
    async function server(): Promise<string> {
      const spec = instanceSpec(world().image)
      await world().driver.createInstance(spec, soon())
      for (const _ of ['once', 'twice']) await world().driver.bootInstance(spec.resourceId, soon())
      for (const _ of ['once', 'twice']) await world().driver.keepAddress(spec.resourceId, soon())
      await expect
        .poll(() => world().driver.probeReachable(spec.resourceId, soon()), { timeout: 20_000, interval: 50 })
        .toMatchObject({ reachable: true })
      return spec.resourceId
    }
    const addressOf = (instanceId: string) => ({
      addressId: newId('publicAddress'),
      organisationId: newId('organisation'),
      address: `198.51.100.${randomInt(1, 255)}`,
      instanceId,
    })
    const seen = async (address: string) =>
      (await world().driver.surveyAddresses('PAR1', soon())).filter((each) => each.address === address)

    it('lead to a server, then to another, then nowhere, also when each call is repeated', async () => {
      const { driver } = world()
      const [first, second] = [await server(), await server()]
      const spec = addressOf(first)
      for (const instanceId of [first, first, second, second, first]) {
        await driver.directAddress({ ...spec, instanceId }, soon())
        expect(await seen(spec.address)).toEqual([{ ...spec, instanceId }])
      }
      // Another reservation of this address begins: the earlier one has nothing to remove any more.
      const next = { ...addressOf(second), address: spec.address }
      await driver.directAddress(next, soon())
      await driver.undirectAddress(spec, soon())
      expect(await seen(spec.address)).toEqual([next])
      for (const _ of [1, 2]) await driver.undirectAddress(next, soon())
      expect(await seen(spec.address)).toEqual([])
    })

    it('cannot lead to a missing or foreign server, and are not taken from another installation', async () => {
      const { driver, rival } = world()
      const missing = addressOf(newId('instance'))
      await expect(driver.directAddress(missing, soon())).rejects.toMatchObject({ code: 'not_found' })
      const mine = await server()
      const spec = addressOf(mine)
      await expect(rival.directAddress(spec, soon())).rejects.toMatchObject({ code: 'conflict_not_ours' })
      const theirs = instanceSpec(world().image)
      await rival.createInstance(theirs, soon())
      await rival.startInstance(theirs.resourceId, soon())
      await expect
        .poll(() => rival.probeReachable(theirs.resourceId, soon()), { timeout: 20_000, interval: 50 })
        .toMatchObject({ reachable: true })
      await rival.directAddress({ ...spec, instanceId: theirs.resourceId }, soon())
      await expect(driver.directAddress(spec, soon())).rejects.toMatchObject({ code: 'conflict_not_ours' })
      await driver.undirectAddress(spec, soon())
      expect(await seen(spec.address)).toEqual([])
      expect(await rival.surveyAddresses('PAR1', soon())).toMatchObject([{ address: spec.address }])
      await rival.undirectAddress(spec, soon())
    })
  })
}
