import { describe, expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import { instanceSpec, soon, volumeSpec, type World } from './world'

const twice = [1, 2]

export function copyContract(world: () => World): void {
  describe('copies of volumes', { timeout: 60_000 }, () => {
    async function mounted() {
      const [server, volume] = [instanceSpec(world().image), volumeSpec()]
      const { driver } = world()
      await driver.createInstance(server, soon())
      await driver.startInstance(server.resourceId, soon())
      await driver.createVolume(volume, soon())
      await driver.attachVolume(server.resourceId, volume.resourceId, soon())
      return { instanceId: server.resourceId, volumeId: volume.resourceId }
    }
    const copyOf = async (volumeId: string, snapshotId: string | null, sizeGib = 1) => {
      const spec = volumeSpec({ sizeGib })
      for (const _ of twice) await world().driver.copyVolume(spec, { volumeId, snapshotId }, soon())
      return spec.resourceId
    }

    it('hold the content of the volume or snapshot, and are independent afterwards', async () => {
      const { driver, read, write } = world()
      const source = await mounted()
      await write(source, 'early')
      const snapshotId = newId('snapshot')
      await driver.takeSnapshot(source.volumeId, snapshotId, soon())
      await write(source, 'late')
      const late = { ...source, volumeId: await copyOf(source.volumeId, null, 2) }
      const early = { ...source, volumeId: await copyOf(source.volumeId, snapshotId) }
      expect(await driver.observeVolume(late.volumeId, soon())).toMatchObject({
        ours: true,
        sizeGib: 2,
        attachedTo: null,
      })
      for (const copy of [late, early]) await driver.attachVolume(copy.instanceId, copy.volumeId, soon())
      expect([await read(late), await read(early)]).toEqual(['late', 'early'])
      await write(early, 'changed')
      expect([await read(source), await read(late), await read(early)]).toEqual(['late', 'late', 'changed'])
      // Snapshots are not copied along, and the source may be deleted.
      expect(await driver.observeSnapshot(late.volumeId, snapshotId, soon())).toMatchObject({ exists: false })
      await driver.detachVolume(source.instanceId, source.volumeId, soon())
      await driver.deleteVolume(source.volumeId, soon())
      expect([await read(late), await read(early)]).toEqual(['late', 'changed'])
    })

    it('are found again with the same size, and rejected with another', async () => {
      const { driver } = world()
      const source = volumeSpec()
      await driver.createVolume(source, soon())
      const [of, spec] = [{ volumeId: source.resourceId, snapshotId: null }, volumeSpec()]
      await driver.copyVolume(spec, of, soon())
      await expect(driver.copyVolume({ ...spec, sizeGib: 2 }, of, soon())).rejects.toMatchObject({
        code: 'conflict_spec',
      })
      // The source is needed only once: a repeat succeeds without it.
      await driver.deleteVolume(source.resourceId, soon())
      await driver.copyVolume(spec, of, soon())
    })

    it('report what is missing, and use nothing foreign', async () => {
      const { driver, plantVolume } = world()
      const [volume, strange, absent] = [volumeSpec(), newId('volume'), newId('volume')]
      await driver.createVolume(volume, soon())
      const copy = (volumeId: string, snapshotId: string | null, spec = volumeSpec()) =>
        driver.copyVolume(spec, { volumeId, snapshotId }, soon())
      const missing = { code: 'not_found', retryable: false }
      const refused = { code: 'conflict_not_ours', retryable: false }
      await expect(copy(absent, null)).rejects.toMatchObject(missing)
      await expect(copy(volume.resourceId, newId('snapshot'))).rejects.toMatchObject(missing)
      await plantVolume(strange)
      await expect(copy(strange, null)).rejects.toMatchObject(refused)
      const taken = volumeSpec({ resourceId: strange })
      await expect(copy(volume.resourceId, null, taken)).rejects.toMatchObject(refused)
    })

    it('of a volume are surveyed with their source and pool if they are backups', async () => {
      const { driver } = world()
      const source = volumeSpec()
      await driver.createVolume(source, soon())
      const [backup, copy] = [
        volumeSpec({ resourceId: newId('backup'), backupOf: source.resourceId }),
        volumeSpec(),
      ]
      const from = { volumeId: source.resourceId, snapshotId: null }
      await driver.copyVolume(backup, from, soon())
      await driver.copyVolume(copy, { volumeId: backup.resourceId, snapshotId: null }, soon())
      const found = await driver.survey('PAR1', soon())
      const seen = (id: string) => found.find(({ owner }) => owner?.resourceId === id)
      expect(seen(backup.resourceId)).toMatchObject({
        ...{ copyOf: source.resourceId, pool: backup.poolName, label: backup.name },
      })
      expect(seen(copy.resourceId)).toMatchObject({ copyOf: null, label: copy.name })
    })

    it('requested several times at once, are one', async () => {
      const { driver } = world()
      const [source, spec] = [volumeSpec(), volumeSpec()]
      await driver.createVolume(source, soon())
      const of = { volumeId: source.resourceId, snapshotId: null }
      await Promise.all(twice.map(() => driver.copyVolume(spec, of, soon())))
      expect(await driver.observeVolume(spec.resourceId, soon())).toMatchObject({ exists: true, sizeGib: 1 })
    })
  })
}
