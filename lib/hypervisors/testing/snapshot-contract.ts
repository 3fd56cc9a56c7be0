import { describe, expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import { instanceSpec, soon, volumeSpec, type World } from './world'

const twice = [1, 2]

export function snapshotContract(world: () => World): void {
  describe('snapshots of volumes', { timeout: 60_000 }, () => {
    async function volume() {
      const spec = volumeSpec()
      await world().driver.createVolume(spec, soon())
      return spec.resourceId
    }
    async function runningInstance() {
      const spec = instanceSpec(world().image)
      await world().driver.createInstance(spec, soon())
      await world().driver.startInstance(spec.resourceId, soon())
      return spec.resourceId
    }
    const observe = (volumeId: string, snapshotId: string) =>
      world().driver.observeSnapshot(volumeId, snapshotId, soon())

    it('are taken, observed and deleted, also when each call is repeated', async () => {
      const [volumeId, snapshotId] = [await volume(), newId('snapshot')]
      const { driver } = world()
      expect(await observe(volumeId, snapshotId)).toMatchObject({ exists: false })
      await driver.takeSnapshot(volumeId, snapshotId, soon())
      const first = await observe(volumeId, snapshotId)
      await driver.takeSnapshot(volumeId, snapshotId, soon())
      expect(await observe(volumeId, snapshotId)).toMatchObject({
        exists: true,
        takenAt: first.exists ? first.takenAt : null,
      })
      for (const _ of twice) await driver.deleteSnapshot(volumeId, snapshotId, soon())
      expect(await observe(volumeId, snapshotId)).toMatchObject({ exists: false })
      expect(await driver.observeVolume(volumeId, soon())).toMatchObject({ exists: true, sizeGib: 1 })
    })

    it('restore a volume’s content at its current size', async () => {
      const { driver, read, write } = world()
      const at = { instanceId: await runningInstance(), volumeId: await volume() }
      const [early, late] = [newId('snapshot'), newId('snapshot')]
      await driver.attachVolume(at.instanceId, at.volumeId, soon())
      await write(at, 'before')
      await driver.takeSnapshot(at.volumeId, early, soon())
      await write(at, 'after')
      await driver.takeSnapshot(at.volumeId, late, soon())
      await expect(driver.restoreSnapshot(at.volumeId, early, soon())).rejects.toMatchObject({
        code: 'state_forbids',
        retryable: false,
      })
      await driver.detachVolume(at.instanceId, at.volumeId, soon())
      await driver.growVolume(at.volumeId, 2, soon())
      for (const _ of twice) await driver.restoreSnapshot(at.volumeId, early, soon())
      expect(await driver.observeVolume(at.volumeId, soon())).toMatchObject({ ours: true, sizeGib: 2 })
      // Later snapshots survive the restore of an earlier one.
      expect(await observe(at.volumeId, late)).toMatchObject({ exists: true })
      await driver.attachVolume(at.instanceId, at.volumeId, soon())
      expect(await read(at)).toBe('before')
      await driver.detachVolume(at.instanceId, at.volumeId, soon())
      await driver.restoreSnapshot(at.volumeId, late, soon())
      await driver.attachVolume(at.instanceId, at.volumeId, soon())
      expect(await read(at)).toBe('after')
    })

    it('are deleted with their volume', async () => {
      const [volumeId, snapshotId] = [await volume(), newId('snapshot')]
      const { driver } = world()
      await driver.takeSnapshot(volumeId, snapshotId, soon())
      await driver.deleteVolume(volumeId, soon())
      expect(await driver.observeVolume(volumeId, soon())).toMatchObject({ exists: false })
      expect(await observe(volumeId, snapshotId)).toMatchObject({ exists: false })
      await driver.deleteSnapshot(volumeId, snapshotId, soon())
    })

    it('report what is missing, and leave foreign objects alone', async () => {
      const [volumeId, strange, absent] = [await volume(), newId('volume'), newId('volume')]
      const { driver } = world()
      const missing = { code: 'not_found', retryable: false }
      const refused = { code: 'conflict_not_ours', retryable: false }
      await expect(driver.takeSnapshot(absent, newId('snapshot'), soon())).rejects.toMatchObject(missing)
      await expect(driver.restoreSnapshot(volumeId, newId('snapshot'), soon())).rejects.toMatchObject(missing)
      await world().plantVolume(strange)
      await expect(driver.takeSnapshot(strange, newId('snapshot'), soon())).rejects.toMatchObject(refused)
      await expect(driver.restoreSnapshot(strange, newId('snapshot'), soon())).rejects.toMatchObject(refused)
    })
  })
}
