import { describe, expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import type { LookFrom, SeenResource, Watched } from '../port/driver'
import { instanceSpec, soon, volumeSpec, type World } from './world'

export function lookContract(world: () => World): void {
  describe('a check of a zone', { timeout: 60_000 }, () => {
    const look = (from: LookFrom, watched: Partial<Watched>) =>
      world().driver.look('PAR1', from, { servers: [], volumes: [], ...watched }, soon())
    const server = async () => {
      const spec = instanceSpec(world().image)
      await world().driver.createInstance(spec, soon())
      return spec.resourceId
    }
    const turnsInto = (from: LookFrom, ids: readonly string[], wanted: readonly SeenResource[]) =>
      expect
        .poll(
          async () => {
            const servers = ids.map((resourceId) => ({ resourceId, address: null }))
            const { resources } = await look(from, { servers })
            return ids.map((id) => resources.get(id))
          },
          { timeout: 30_000, interval: 50 },
        )
        .toEqual(wanted)

    it.each(['control', 'agent'] as const)(
      'from %s distinguishes servers that work from those that do not, in one call',
      async (from) => {
        const [runs, stopped, missing] = [await server(), await server(), newId('instance')]
        await world().driver.startInstance(runs, soon())
        await turnsInto(from, [runs, stopped, missing], ['up', 'off', 'down'])
        await world().driver.stopInstance(runs, { force: true }, soon())
        await turnsInto(from, [runs, stopped], ['off', 'off'])
        expect((await look(from, {})).zone).toBe('up')
      },
    )

    it.each(['control', 'agent'] as const)('from %s finds existing volumes', async (from) => {
      const [spec, missing] = [volumeSpec(), newId('volume')]
      await world().driver.createVolume(spec, soon())
      const volumes = [spec.resourceId, missing].map((resourceId) => ({
        resourceId,
        poolName: spec.poolName,
      }))
      const { resources } = await look(from, { volumes })
      expect([resources.get(spec.resourceId), resources.get(missing)]).toEqual(['up', 'down'])
    })

    it('does not report objects of another installation as the requested ones', async () => {
      const theirs = instanceSpec(world().image)
      await world().rival.createInstance(theirs, soon())
      await world().rival.startInstance(theirs.resourceId, soon())
      await turnsInto('control', [theirs.resourceId], ['down'])
    })
  })
}
