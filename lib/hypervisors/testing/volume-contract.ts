import { describe, expect, it } from 'vitest'
import { instanceSpec, soon, volumeSpec, type World } from './world'

const twice = [1, 2]

export function volumeContract(world: () => World): void {
  describe('volumes', { timeout: 60_000 }, () => {
    async function createVolume(over = {}) {
      const spec = volumeSpec(over)
      await world().driver.createVolume(spec, soon())
      return spec
    }
    async function createInstance() {
      const spec = instanceSpec(world().image)
      await world().driver.createInstance(spec, soon())
      return spec.resourceId
    }
    const observe = (id: string) => world().driver.observeVolume(id, soon())

    it('creates a volume, once when repeated, and grows it', async () => {
      const spec = await createVolume()
      await world().driver.createVolume(spec, soon())
      expect(await observe(spec.resourceId)).toMatchObject({
        exists: true,
        ours: true,
        sizeGib: 1,
        attachedTo: null,
      })
      for (const _ of twice) await world().driver.growVolume(spec.resourceId, 2, soon())
      await world().driver.growVolume(spec.resourceId, 1, soon())
      expect(await observe(spec.resourceId)).toMatchObject({ sizeGib: 2 })
      const found = await world().driver.survey('PAR1', soon())
      expect(found.find(({ owner }) => owner?.resourceId === spec.resourceId)).toMatchObject({
        label: spec.name,
      })
      await expect(world().driver.createVolume(spec, soon())).rejects.toMatchObject({ code: 'conflict_spec' })
    })

    it('grows a volume that a running instance uses', async () => {
      const [{ resourceId: volumeId }, instanceId] = [await createVolume(), await createInstance()]
      const { driver, read, write } = world()
      await driver.startInstance(instanceId, soon())
      await driver.attachVolume(instanceId, volumeId, soon())
      await write({ instanceId, volumeId }, 'kept')
      for (const _ of twice) await driver.growVolume(volumeId, 3, soon())
      expect(await observe(volumeId)).toMatchObject({ sizeGib: 3, attachedTo: instanceId })
      expect(await read({ instanceId, volumeId })).toBe('kept')
    })

    it('attaches to a running instance and detaches, also when each call is repeated', async () => {
      const { resourceId: volumeId, organisationId } = await createVolume()
      const instanceId = await createInstance()
      await world().driver.startInstance(instanceId, soon())
      for (const _ of twice) await world().driver.attachVolume(instanceId, volumeId, soon())
      expect(await observe(volumeId)).toMatchObject({ attachedTo: instanceId })
      expect(await world().driver.listOwned(soon())).toContainEqual({
        kind: 'volume',
        resourceId: volumeId,
        organisationId,
        attachedTo: instanceId,
      })
      for (const _ of twice) await world().driver.detachVolume(instanceId, volumeId, soon())
      expect(await observe(volumeId)).toMatchObject({ attachedTo: null })
      expect(await world().driver.observeInstance(instanceId, soon())).toMatchObject({ power: 'running' })
    })

    it('refuses a second instance, and the deletion of an attached volume', async () => {
      const { resourceId: volumeId } = await createVolume()
      const [first, second] = [await createInstance(), await createInstance()]
      await world().driver.attachVolume(first, volumeId, soon())
      const refused = { code: 'state_forbids', retryable: false }
      await expect(world().driver.attachVolume(second, volumeId, soon())).rejects.toMatchObject(refused)
      await expect(world().driver.deleteVolume(volumeId, soon())).rejects.toMatchObject(refused)
      await world().driver.detachVolume(second, volumeId, soon())
      expect(await observe(volumeId)).toMatchObject({ attachedTo: first })
    })

    it('deletes, also when repeated', async () => {
      const { resourceId } = await createVolume()
      for (const _ of twice) await world().driver.deleteVolume(resourceId, soon())
      expect(await observe(resourceId)).toMatchObject({ exists: false })
    })

    it('reports what is missing, and detaches from a deleted instance', async () => {
      const { resourceId: volumeId } = await createVolume()
      const instanceId = await createInstance()
      const absentVolume = volumeSpec().resourceId
      const absentInstance = instanceSpec('any').resourceId
      const missing = { code: 'not_found', retryable: false }
      const { driver } = world()
      await expect(driver.attachVolume(absentInstance, volumeId, soon())).rejects.toMatchObject(missing)
      await expect(driver.attachVolume(instanceId, absentVolume, soon())).rejects.toMatchObject(missing)
      await expect(driver.growVolume(absentVolume, 2, soon())).rejects.toMatchObject(missing)
      await driver.detachVolume(absentInstance, volumeId, soon())
      await driver.detachVolume(instanceId, absentVolume, soon())
    })

    it("never touches another owner's volume with the same name", async () => {
      const spec = volumeSpec()
      await world().plantVolume(spec.resourceId)
      const refused = { code: 'conflict_not_ours', retryable: false }
      const { driver } = world()
      await expect(driver.createVolume(spec, soon())).rejects.toMatchObject(refused)
      await expect(driver.growVolume(spec.resourceId, 5, soon())).rejects.toMatchObject(refused)
      await expect(driver.deleteVolume(spec.resourceId, soon())).rejects.toMatchObject(refused)
      expect(await observe(spec.resourceId)).toMatchObject({ exists: true, ours: false })
      const ids = (await driver.listOwned(soon())).map((each) => each.resourceId)
      expect(ids).not.toContain(spec.resourceId)
    })
  })
}
