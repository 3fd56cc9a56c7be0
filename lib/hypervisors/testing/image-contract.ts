import { describe, expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import { imageSpec, instanceSpec, soon, type World } from './world'

const twice = [1, 2]

export function imageContract(world: () => World): void {
  describe('images of organisations', { timeout: 60_000 }, () => {
    const organisationId = newId('organisation')
    const ownSpec = () => imageSpec({ organisationId, sizeGib: 3 })
    async function snapshot(content = 'anything') {
      const { driver, writeRoot } = world()
      const spec = instanceSpec(world().image, { organisationId })
      const instanceId = spec.resourceId
      await driver.createInstance(spec, soon())
      await writeRoot(instanceId, content)
      const snapshotId = newId('snapshot')
      await driver.takeInstanceSnapshot(instanceId, snapshotId, soon())
      return { instanceId, snapshotId }
    }
    const specOf = (imageId: string, over: { organisationId: string } = { organisationId }) =>
      instanceSpec(world().image, {
        ...over,
        ...{ vcpu: 2, memoryMib: 512, rootDiskGib: 3 },
        source: { imageId },
      })
    const observe = (id: string) => world().driver.observeImage(id, soon())

    it('are made from a snapshot, observed and deleted, also when each call is repeated', async () => {
      const { driver } = world()
      const [source, image] = [await snapshot(), ownSpec()]
      expect(await observe(image.resourceId)).toMatchObject({ exists: false })
      for (const _ of twice) await driver.createImage(image, source, soon())
      expect(await observe(image.resourceId)).toMatchObject({ exists: true, madeAt: expect.any(Date) })
      for (const _ of twice) await driver.deleteImage(image.resourceId, soon())
      expect(await observe(image.resourceId)).toMatchObject({ exists: false })
    })

    it('hold the snapshot’s content, outlive it and its server, and servers outlive them', async () => {
      const { driver, readRoot, writeRoot } = world()
      const [source, image] = [await snapshot('early'), ownSpec()]
      await writeRoot(source.instanceId, 'late')
      await driver.startInstance(source.instanceId, soon())
      await driver.createImage(image, source, soon())
      await driver.deleteInstance(source.instanceId, soon())
      const server = specOf(image.resourceId)
      for (const _ of twice) await driver.createInstance(server, soon())
      await driver.deleteImage(image.resourceId, soon())
      expect(await readRoot(server.resourceId)).toBe('early')
      await driver.startInstance(server.resourceId, soon())
      expect(await driver.observeInstance(server.resourceId, soon())).toMatchObject({
        ...{ ours: true, power: 'running', vcpu: 2, memoryMib: 512, diskGib: 3 },
      })
      // The server is recognised although its image is gone.
      await driver.createInstance(server, soon())
    })

    it('are not made from a missing or foreign snapshot', async () => {
      const { driver } = world()
      const { instanceId, snapshotId } = await snapshot()
      const make = (of: string, kept: string) =>
        driver.createImage(ownSpec(), { instanceId: of, snapshotId: kept }, soon())
      await expect(make(instanceId, newId('snapshot'))).rejects.toMatchObject({ code: 'not_found' })
      await expect(make(newId('instance'), snapshotId)).rejects.toMatchObject({ code: 'not_found' })
      const strange = newId('instance')
      await world().plantInstance(strange)
      await expect(make(strange, snapshotId)).rejects.toMatchObject({ code: 'conflict_not_ours' })
    })

    it('are only for servers of their own organisation and installation', async () => {
      const { driver, rival } = world()
      const image = ownSpec()
      await driver.createImage(image, await snapshot(), soon())
      const begin = (over?: { organisationId: string }) =>
        driver.createInstance(specOf(image.resourceId, over), soon())
      await expect(begin({ organisationId: newId('organisation') })).rejects.toMatchObject({
        code: 'conflict_not_ours',
      })
      await expect(driver.createInstance(specOf(newId('privateImage')), soon())).rejects.toMatchObject({
        code: 'image_missing',
      })
      // Another installation neither sees nor deletes it.
      await rival.deleteImage(image.resourceId, soon()).catch(() => undefined)
      expect(await observe(image.resourceId)).toMatchObject({ exists: true })
    })

    it('are surveyed by their own installation, complete and once', async () => {
      const { driver, rival } = world()
      const image = ownSpec()
      const survey = async (of: typeof driver) =>
        (await of.surveyImages(image.zoneCode, soon())).filter(({ imageId }) => imageId === image.resourceId)
      const source = await snapshot()
      await driver.createImage(image, source, soon())
      const facts = { label: 'socle', copyOf: source.instanceId, sizeGib: 3, createdAt: expect.any(Date) }
      expect(await survey(driver)).toEqual([{ imageId: image.resourceId, organisationId, ...facts }])
      expect(await survey(rival)).toEqual([])
      await driver.deleteImage(image.resourceId, soon())
      expect(await survey(driver)).toEqual([])
    })

    it('requested several times at once, are one', async () => {
      const { driver } = world()
      const [image, source] = [ownSpec(), await snapshot()]
      await Promise.all(twice.map(() => driver.createImage(image, source, soon())))
      expect(await observe(image.resourceId)).toMatchObject({ exists: true })
      await driver.deleteImage(image.resourceId, soon())
      expect(await observe(image.resourceId)).toMatchObject({ exists: false })
    })
  })
}
