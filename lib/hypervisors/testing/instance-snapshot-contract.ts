import { describe, expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import { instanceSpec, soon, volumeSpec, type World } from './world'

const twice = [1, 2]
const size = { vcpu: 1, memoryMib: 256, rootDiskGib: 2 }

export function instanceSnapshotContract(world: () => World): void {
  describe('snapshots of servers', { timeout: 60_000 }, () => {
    async function instance(isRunning = false) {
      const spec = instanceSpec(world().image)
      await world().driver.createInstance(spec, soon())
      if (isRunning) await world().driver.startInstance(spec.resourceId, soon())
      return spec.resourceId
    }
    async function volume() {
      const spec = volumeSpec()
      await world().driver.createVolume(spec, soon())
      return spec.resourceId
    }
    const observe = (instanceId: string, snapshotId: string) =>
      world().driver.observeInstanceSnapshot(instanceId, snapshotId, soon())

    it('are taken (also of a running server), observed and deleted, also when each call is repeated', async () => {
      const { driver } = world()
      const [instanceId, snapshotId] = [await instance(true), newId('snapshot')]
      expect(await observe(instanceId, snapshotId)).toMatchObject({ exists: false })
      for (const _ of twice) await driver.takeInstanceSnapshot(instanceId, snapshotId, soon())
      expect(await observe(instanceId, snapshotId)).toMatchObject({ exists: true })
      expect(await driver.observeInstance(instanceId, soon())).toMatchObject({ power: 'running' })
      for (const _ of twice) await driver.deleteInstanceSnapshot(instanceId, snapshotId, soon())
      expect(await observe(instanceId, snapshotId)).toMatchObject({ exists: false })
    })

    it('restore the disk of a stopped server, and keep its current size and volumes', async () => {
      const { driver, readRoot, writeRoot } = world()
      const [instanceId, early, late] = [await instance(), newId('snapshot'), newId('snapshot')]
      const [kept, gone] = [await volume(), await volume()]
      await driver.attachVolume(instanceId, gone, soon())
      await writeRoot(instanceId, 'early')
      await driver.takeInstanceSnapshot(instanceId, early, soon())
      await writeRoot(instanceId, 'late')
      await driver.takeInstanceSnapshot(instanceId, late, soon())
      await driver.detachVolume(instanceId, gone, soon())
      await driver.attachVolume(instanceId, kept, soon())
      await driver.resizeInstance(instanceId, { vcpu: 2, memoryMib: 512, rootDiskGib: 3 }, soon())
      const now = { vcpu: 2, memoryMib: 512, rootDiskGib: 3, volumeIds: [kept] }
      for (const _ of twice) await driver.restoreInstanceSnapshot(instanceId, early, now, soon())
      expect(await readRoot(instanceId)).toBe('early')
      expect(await driver.observeInstance(instanceId, soon())).toMatchObject({
        ours: true,
        power: 'stopped',
        vcpu: 2,
        memoryMib: 512,
        diskGib: 3,
      })
      expect(await driver.observeVolume(kept, soon())).toMatchObject({ attachedTo: instanceId })
      expect(await driver.observeVolume(gone, soon())).toMatchObject({ attachedTo: null })
      // Later snapshots survive the restore of an earlier one.
      await driver.restoreInstanceSnapshot(instanceId, late, now, soon())
      expect(await readRoot(instanceId)).toBe('late')
      await driver.startInstance(instanceId, soon())
      await expect(
        driver.restoreInstanceSnapshot(instanceId, early, { ...size, volumeIds: [] }, soon()),
      ).rejects.toMatchObject({ code: 'state_forbids', retryable: false })
    })

    it('outlive a volume that the server had when they were taken', async () => {
      const { driver, readRoot, writeRoot } = world()
      const [instanceId, snapshotId, volumeId] = [await instance(), newId('snapshot'), await volume()]
      await driver.attachVolume(instanceId, volumeId, soon())
      await writeRoot(instanceId, 'before')
      await driver.takeInstanceSnapshot(instanceId, snapshotId, soon())
      await writeRoot(instanceId, 'after')
      await driver.detachVolume(instanceId, volumeId, soon())
      await driver.deleteVolume(volumeId, soon())
      await driver.restoreInstanceSnapshot(instanceId, snapshotId, { ...size, volumeIds: [] }, soon())
      expect(await readRoot(instanceId)).toBe('before')
      await driver.startInstance(instanceId, soon())
    })

    it('are the source of another server, with its own disk and no volume', async () => {
      const { driver, readRoot, writeRoot } = world()
      const [instanceId, snapshotId, volumeId] = [await instance(), newId('snapshot'), await volume()]
      await driver.attachVolume(instanceId, volumeId, soon())
      await writeRoot(instanceId, 'early')
      await driver.takeInstanceSnapshot(instanceId, snapshotId, soon())
      await writeRoot(instanceId, 'late')
      const copy = instanceSpec(world().image, {
        ...{ vcpu: 2, memoryMib: 512, rootDiskGib: 3 },
        source: { instanceId, snapshotId },
      })
      for (const _ of twice) await driver.createInstance(copy, soon())
      expect(await readRoot(copy.resourceId)).toBe('early')
      expect(await driver.observeInstance(copy.resourceId, soon())).toMatchObject({
        ours: true,
        vcpu: 2,
        memoryMib: 512,
        diskGib: 3,
      })
      expect(await driver.observeVolume(volumeId, soon())).toMatchObject({ attachedTo: instanceId })
      await driver.detachVolume(instanceId, volumeId, soon())
      await driver.deleteInstance(instanceId, soon())
      await driver.startInstance(copy.resourceId, soon())
      expect(await readRoot(copy.resourceId)).toBe('early')
      const lost = instanceSpec(world().image, { source: { instanceId, snapshotId } })
      await expect(driver.createInstance(lost, soon())).rejects.toMatchObject({ code: 'not_found' })
    })

    it('are deleted with their server, report what is missing, and leave foreign objects alone', async () => {
      const { driver } = world()
      const [instanceId, snapshotId, absent] = [await instance(), newId('snapshot'), newId('instance')]
      const missing = { code: 'not_found', retryable: false }
      const kept = { ...size, volumeIds: [] }
      await expect(driver.takeInstanceSnapshot(absent, snapshotId, soon())).rejects.toMatchObject(missing)
      await expect(
        driver.restoreInstanceSnapshot(instanceId, snapshotId, kept, soon()),
      ).rejects.toMatchObject(missing)
      await driver.takeInstanceSnapshot(instanceId, snapshotId, soon())
      await driver.deleteInstance(instanceId, soon())
      expect(await observe(instanceId, snapshotId)).toMatchObject({ exists: false })
      await driver.deleteInstanceSnapshot(instanceId, snapshotId, soon())
      const strange = newId('instance')
      await world().plantInstance(strange)
      await expect(driver.takeInstanceSnapshot(strange, snapshotId, soon())).rejects.toMatchObject({
        code: 'conflict_not_ours',
        retryable: false,
      })
    })
  })
}
