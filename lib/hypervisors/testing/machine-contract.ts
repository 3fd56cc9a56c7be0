import { describe, expect, it } from 'vitest'
import { instanceSpec, soon, type World } from './world'

/** `image` is a virtual machine's; null, and skipped, where the hypervisor runs none. */
export function machineContract(world: () => World, image: string | null): void {
  describe.skipIf(image === null)('virtual machines', { timeout: 180_000 }, () => {
    it('are created, started, stopped and deleted like containers, and are not containers', async () => {
      const { driver } = world()
      const spec = instanceSpec(image ?? '', { type: 'virtual-machine', memoryMib: 512, sshKeys: [] })
      for (const _ of ['once', 'twice']) await driver.createInstance(spec, soon())
      const asContainer = { ...spec, type: 'container' } as const
      await expect(driver.createInstance(asContainer, soon())).rejects.toMatchObject({
        code: 'conflict_spec',
      })
      const power = async () => {
        const seen = await driver.observeInstance(spec.resourceId, soon())
        return seen.exists ? [seen.ours, seen.power, seen.vcpu, seen.memoryMib] : 'absent'
      }
      expect(await power()).toEqual([true, 'stopped', 1, 512])
      for (const _ of ['once', 'twice']) await driver.startInstance(spec.resourceId, soon())
      expect(await power()).toEqual([true, 'running', 1, 512])
      for (const _ of ['once', 'twice']) await driver.stopInstance(spec.resourceId, { force: true }, soon())
      expect(await power()).toEqual([true, 'stopped', 1, 512])
      await driver.deleteInstance(spec.resourceId, soon())
      expect(await power()).toBe('absent')
    })
  })
}
