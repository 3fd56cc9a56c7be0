import { describe, expect, it } from 'vitest'
import { instanceSpec, soon, type World } from './world'

export function firstBootContract(world: () => World): void {
  describe('a first boot', { timeout: 60_000 }, () => {
    it('is unknown while the server is off, and absent where the image runs no cloud-init', async () => {
      const { driver, plainImage } = world()
      const spec = instanceSpec(plainImage)
      await driver.createInstance(spec, soon())
      expect(await driver.readFirstBoot(spec.resourceId, soon())).toEqual({ state: 'unknown' })
      await driver.startInstance(spec.resourceId, soon())
      expect(await driver.readFirstBoot(spec.resourceId, soon())).toEqual({ state: 'absent' })
    })

    it('is read of our own servers only', async () => {
      const { driver, image, plantInstance } = world()
      const { resourceId } = instanceSpec(image)
      const missing = { code: 'not_found', retryable: false }
      await expect(driver.readFirstBoot(resourceId, soon())).rejects.toMatchObject(missing)
      await plantInstance(resourceId)
      const refused = { code: 'conflict_not_ours', retryable: false }
      await expect(driver.readFirstBoot(resourceId, soon())).rejects.toMatchObject(refused)
    })
  })
}
