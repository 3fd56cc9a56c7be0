import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import { instanceSpec, soon, volumeSpec, type World } from './world'

const twice = [1, 2]

export function transferContract(world: () => World): void {
  describe('backups of volumes', { timeout: 60_000 }, () => {
    async function mounted() {
      const [server, volume] = [instanceSpec(world().image), volumeSpec()]
      const { driver } = world()
      await driver.createInstance(server, soon())
      await driver.startInstance(server.resourceId, soon())
      await driver.createVolume(volume, soon())
      await driver.attachVolume(server.resourceId, volume.resourceId, soon())
      return { instanceId: server.resourceId, volumeId: volume.resourceId }
    }
    const refuse = async (): Promise<Readable> => {
      throw new Error('an existing volume must not open the stream')
    }

    it('are exported from a snapshot as a stream and imported into a volume elsewhere', async () => {
      const { driver, read, write } = world()
      const at = await mounted()
      await write(at, 'early')
      const source = { volumeId: at.volumeId, snapshotId: newId('snapshot') }
      await driver.takeSnapshot(source.volumeId, source.snapshotId, soon())
      await write(at, 'late')
      const spec = volumeSpec({ resourceId: newId('backup'), backupOf: at.volumeId })
      await driver.importVolume(spec, () => driver.exportSnapshot(spec, source, soon()), soon())
      await driver.importVolume(spec, refuse, soon())
      for (const _ of twice) await driver.endExport(spec.resourceId, soon())
      expect(await driver.observeVolume(spec.resourceId, soon())).toMatchObject({
        ...{ exists: true, ours: true, sizeGib: 1, attachedTo: null },
      })
      const found = await driver.survey('PAR1', soon())
      expect(found.find(({ owner }) => owner?.resourceId === spec.resourceId)).toMatchObject({
        ...{ copyOf: at.volumeId, pool: spec.poolName, label: spec.name },
      })
      // The snapshot and its volume may be deleted; the import is a copy of the backup.
      await driver.detachVolume(at.instanceId, at.volumeId, soon())
      await driver.deleteVolume(at.volumeId, soon())
      const back = volumeSpec({ sizeGib: 2 })
      await driver.copyVolume(back, { volumeId: spec.resourceId, snapshotId: null }, soon())
      await driver.attachVolume(at.instanceId, back.resourceId, soon())
      expect(await read({ instanceId: at.instanceId, volumeId: back.resourceId })).toBe('early')
      await driver.deleteVolume(spec.resourceId, soon())
      expect(await driver.observeVolume(spec.resourceId, soon())).toMatchObject({ exists: false })
    })

    it('are made again after a broken stream, and leave nothing of a failed attempt', async () => {
      const { driver } = world()
      const [volume, spec] = [volumeSpec(), volumeSpec({ resourceId: newId('backup') })]
      await driver.createVolume(volume, soon())
      const source = { volumeId: volume.resourceId, snapshotId: newId('snapshot') }
      await driver.takeSnapshot(source.volumeId, source.snapshotId, soon())
      const broken = async () =>
        new Readable({
          read() {
            this.destroy(new Error('the line was cut'))
          },
        })
      await expect(driver.importVolume(spec, broken, soon())).rejects.toThrow()
      expect(await driver.observeVolume(spec.resourceId, soon())).toMatchObject({ exists: false })
      // An export with an unread stream is made again too.
      const stream = await driver.exportSnapshot(spec, source, soon())
      stream.destroy()
      await driver.importVolume(spec, () => driver.exportSnapshot(spec, source, soon()), soon())
      await driver.endExport(spec.resourceId, soon())
      expect(await driver.observeVolume(spec.resourceId, soon())).toMatchObject({ exists: true, ours: true })
    })

    it('report what is missing, and use nothing foreign', async () => {
      const { driver, plantVolume } = world()
      const [volume, strange] = [volumeSpec(), newId('volume')]
      await driver.createVolume(volume, soon())
      const out = (volumeId: string) =>
        driver.exportSnapshot(volumeSpec(), { volumeId, snapshotId: newId('snapshot') }, soon())
      await expect(out(volume.resourceId)).rejects.toMatchObject({ code: 'not_found', retryable: false })
      await expect(out(newId('volume'))).rejects.toMatchObject({ code: 'not_found', retryable: false })
      await plantVolume(strange)
      await expect(out(strange)).rejects.toMatchObject({ code: 'conflict_not_ours', retryable: false })
      await expect(
        driver.importVolume(volumeSpec({ resourceId: strange }), refuse, soon()),
      ).rejects.toMatchObject({ code: 'conflict_not_ours', retryable: false })
    })
  })
}
