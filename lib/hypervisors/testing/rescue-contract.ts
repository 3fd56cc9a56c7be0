import { describe, expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import { instanceSpec, soon, volumeSpec, type World } from './world'

const twice = [1, 2]

export function rescueContract(world: () => World): void {
  describe('rescue systems', { timeout: 60_000 }, () => {
    async function instance() {
      const spec = instanceSpec(world().image)
      await world().driver.createInstance(spec, soon())
      return spec.resourceId
    }

    it('replace a stopped server, mount its disk, and their repairs stay', async () => {
      const { driver, image, readInRescue, readRoot, writeInRescue, writeRoot } = world()
      const [id, volume] = [await instance(), volumeSpec()]
      await driver.createVolume(volume, soon())
      await driver.attachVolume(id, volume.resourceId, soon())
      await driver.startInstance(id, soon())
      await writeRoot(id, 'broken')
      await driver.stopInstance(id, { force: true }, soon())
      for (const _ of twice) await driver.startRescue(id, image, soon())
      expect(await driver.observeInstance(id, soon())).toMatchObject({ ours: true, power: 'stopped' })
      expect(await readInRescue(id)).toBe('broken')
      await writeInRescue(id, 'repaired')
      for (const _ of twice) await driver.endRescue(id, soon())
      expect(await readInRescue(id)).not.toBe('repaired')
      expect(await readRoot(id)).toBe('repaired')
      await driver.startInstance(id, soon())
      expect(await readRoot(id)).toBe('repaired')
      expect(await driver.observeVolume(volume.resourceId, soon())).toMatchObject({ attachedTo: id })
    })

    it('are reached by the shell of their server', async () => {
      const { driver, image } = world()
      const id = await instance()
      await expect(driver.openShell(id, { columns: 80, rows: 24 }, soon())).rejects.toMatchObject({
        code: 'state_forbids',
      })
      await driver.startRescue(id, image, soon())
      const shell = await driver.openShell(id, { columns: 80, rows: 24 }, soon())
      shell.onData(() => undefined)
      await shell.write(new TextEncoder().encode('exit 7\n'))
      expect(await shell.closed).toEqual({ exitCode: 7 })
      await driver.endRescue(id, soon())
    })

    it('do not appear as objects in lists of ours', async () => {
      const { driver, image } = world()
      const id = await instance()
      await driver.startRescue(id, image, soon())
      const owned = (await driver.listOwned(soon())).filter((each) => each.resourceId === id)
      expect(owned).toMatchObject([{ kind: 'instance', power: 'stopped' }])
      const seen = (await driver.survey('PAR1', soon())).filter((each) => each.owner?.resourceId === id)
      expect(seen).toHaveLength(1)
      await driver.endRescue(id, soon())
    })

    it('do not start for a running, missing or foreign server', async () => {
      const { driver, image } = world()
      const id = await instance()
      await driver.startInstance(id, soon())
      await expect(driver.startRescue(id, image, soon())).rejects.toMatchObject({
        code: 'state_forbids',
        retryable: false,
      })
      await expect(driver.startRescue(newId('instance'), image, soon())).rejects.toMatchObject({
        code: 'not_found',
      })
      const strange = newId('instance')
      await world().plantInstance(strange)
      await expect(driver.startRescue(strange, image, soon())).rejects.toMatchObject({
        code: 'conflict_not_ours',
      })
    })
  })
}
