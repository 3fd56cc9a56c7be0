import { describe, expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import type { ProbeTarget } from '../port/driver'
import { hypervisorName } from '../port/names'
import { instanceSpec, soon, volumeSpec, type World } from './world'

const twice = [1, 2]

export function instanceContract(world: () => World): void {
  describe('instances', { timeout: 60_000 }, () => {
    async function create(over = {}) {
      const spec = instanceSpec(world().image, over)
      await world().driver.createInstance(spec, soon())
      return spec
    }
    const observe = (id: string) => world().driver.observeInstance(id, soon())

    it('creates a stopped instance with the given size, once when repeated', async () => {
      const spec = await create({ vcpu: 2 })
      await world().driver.createInstance(spec, soon())
      expect(await observe(spec.resourceId)).toMatchObject({
        exists: true,
        ours: true,
        power: 'stopped',
        vcpu: 2,
        memoryMib: 256,
        diskGib: 2,
      })
      const owned = await world().driver.listOwned(soon())
      expect(owned.filter((each) => each.resourceId === spec.resourceId)).toHaveLength(1)
    })

    it('gives user data byte for byte, and not to a server made from a snapshot', async () => {
      const head = '#cloud-config\nruncmd:\n  - [echo, "é € 🚀"]\n'
      const longest = `${head}# ${'x'.repeat(64 * 1024 - Buffer.byteLength(head) - 2)}`
      const texts = ['#!/bin/sh\r\n\techo "a  b"  \r\n\n', '#include\nhttps://example.fr/é', longest]
      const made = await Promise.all(texts.map((userData) => create({ userData })))
      const given = await Promise.all(made.map(({ resourceId }) => world().userDataOf(resourceId)))
      expect(given).toEqual(texts)
      const [source] = made
      const snapshotId = newId('snapshot')
      await world().driver.takeInstanceSnapshot(source?.resourceId ?? '', snapshotId, soon())
      const copy = await create({ source: { instanceId: source?.resourceId, snapshotId } })
      expect(await world().userDataOf(copy.resourceId)).toBe('')
    })

    it('creates once for two concurrent calls', async () => {
      const spec = instanceSpec(world().image)
      const outcomes = await Promise.allSettled(twice.map(() => world().driver.createInstance(spec, soon())))
      expect(outcomes.map((each) => each.status)).toEqual(['fulfilled', 'fulfilled'])
      expect(await observe(spec.resourceId)).toMatchObject({ exists: true, ours: true, power: 'stopped' })
    })

    it('rejects an existing instance with another spec', async () => {
      const spec = await create()
      await expect(world().driver.createInstance({ ...spec, vcpu: 2 }, soon())).rejects.toMatchObject({
        code: 'conflict_spec',
        retryable: false,
      })
    })

    it('reports a missing image, and leaves nothing', async () => {
      const spec = instanceSpec('missing-image')
      await expect(world().driver.createInstance(spec, soon())).rejects.toMatchObject({
        code: 'image_missing',
        retryable: false,
      })
      expect(await observe(spec.resourceId)).toMatchObject({ exists: false })
    })

    it('starts, answers, restarts and stops, also when each call is repeated', async () => {
      const { resourceId } = await create()
      for (const _ of twice) await world().driver.startInstance(resourceId, soon())
      expect(await observe(resourceId)).toMatchObject({ power: 'running' })
      await expect
        .poll(() => world().driver.probeReachable(resourceId, soon()), { timeout: 20_000, interval: 50 })
        .toMatchObject({ reachable: true, text: `hello from ${hypervisorName(resourceId)}` })
      expect(await observe(resourceId)).toMatchObject({
        addresses: [expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/)],
      })
      for (const _ of twice) await world().driver.restartInstance(resourceId, soon())
      expect(await observe(resourceId)).toMatchObject({ power: 'running' })
      for (const _ of twice) await world().driver.stopInstance(resourceId, { force: true }, soon())
      expect(await observe(resourceId)).toMatchObject({ power: 'stopped' })
      expect(await world().driver.probeReachable(resourceId, soon())).toMatchObject({ reachable: false })
    })

    it('probes a port, a page or the address from within the zone; a stopped server does not answer', async () => {
      const { driver } = world()
      const { resourceId } = await create()
      const answers = async () => {
        const probe = async (target: ProbeTarget) => (await driver.probe(resourceId, target, soon())).state
        return [
          await probe({ protocol: 'http', port: 80 }),
          await probe({ protocol: 'tcp', port: 80 }),
          await probe({ protocol: 'tcp', port: 81 }),
          await probe({ protocol: 'http', port: 81 }),
          await probe({ protocol: 'icmp' }),
        ]
      }
      expect(await answers()).toEqual(['down', 'down', 'down', 'down', 'down'])
      await driver.startInstance(resourceId, soon())
      await expect
        .poll(answers, { timeout: 20_000, interval: 50 })
        .toEqual(['up', 'up', 'down', 'down', 'up'])
    })

    it('measures only a running server', async () => {
      const [{ resourceId }, stopped] = [await create(), await create()]
      await world().driver.startInstance(resourceId, soon())
      const measure = async () => {
        const measured = await world().driver.measureInstances(soon())
        expect(measured.filter((each) => each.resourceId === stopped.resourceId)).toEqual([])
        return measured.filter((each) => each.resourceId === resourceId)
      }
      // Some hypervisors cache an answer for a few seconds.
      await expect.poll(measure, { timeout: 20_000, interval: 250 }).toHaveLength(1)
      const [first] = await measure()
      await world().work(resourceId)
      const worked = async () => (await measure())[0]?.cpuMicros
      await expect.poll(worked, { timeout: 30_000, interval: 250 }).toBeGreaterThan(first?.cpuMicros ?? 0)
      const [later] = await measure()
      expect(later?.memoryMib).toBeLessThanOrEqual(256)
      expect(later?.receivedBytes).toBeGreaterThanOrEqual(first?.receivedBytes ?? 0)
      expect(later?.sentBytes).toBeGreaterThanOrEqual(first?.sentBytes ?? 0)
    })

    it('lets the guest shut down', async () => {
      const { resourceId } = await create()
      await world().driver.startInstance(resourceId, soon())
      await world().driver.stopInstance(resourceId, { force: false }, soon())
      expect(await observe(resourceId)).toMatchObject({ power: 'stopped' })
    })

    it('starts a stopped instance on restart', async () => {
      const { resourceId } = await create()
      await world().driver.restartInstance(resourceId, soon())
      expect(await observe(resourceId)).toMatchObject({ power: 'running' })
    })

    it('resizes, running or stopped, also when repeated', async () => {
      const { resourceId } = await create()
      const size = { vcpu: 2, memoryMib: 512, rootDiskGib: 3 }
      for (const _ of twice) await world().driver.resizeInstance(resourceId, size, soon())
      expect(await observe(resourceId)).toMatchObject({
        vcpu: 2,
        memoryMib: 512,
        diskGib: 3,
        power: 'stopped',
      })
      await world().driver.startInstance(resourceId, soon())
      const smaller = { vcpu: 1, memoryMib: 256, rootDiskGib: 3 }
      await world().driver.resizeInstance(resourceId, smaller, soon())
      expect(await observe(resourceId)).toMatchObject({
        vcpu: 1,
        memoryMib: 256,
        diskGib: 3,
        power: 'running',
      })
      await expect(
        world().driver.resizeInstance(resourceId, { ...smaller, rootDiskGib: 2 }, soon()),
      ).rejects.toMatchObject({ code: 'rejected', retryable: false })
    })

    it('moves a stopped instance to another host, also when repeated, and refuses a running one', async () => {
      const { driver, hostOf } = world()
      const { resourceId } = await create({ hostName: 'host-1' })
      if (!hostOf) {
        await expect(driver.moveInstance(resourceId, 'host-2', soon())).rejects.toMatchObject({
          code: 'rejected',
          retryable: false,
        })
        return
      }
      for (const _ of twice) await driver.moveInstance(resourceId, 'host-2', soon())
      expect(await hostOf(resourceId)).toBe('host-2')
      expect(await observe(resourceId)).toMatchObject({
        exists: true,
        ours: true,
        power: 'stopped',
        diskGib: 2,
      })
      await driver.startInstance(resourceId, soon())
      await expect(driver.moveInstance(resourceId, 'host-1', soon())).rejects.toMatchObject({
        code: 'state_forbids',
        retryable: false,
      })
      expect(await hostOf(resourceId)).toBe('host-2')
    })

    it('deletes a running instance and keeps its volume, also when repeated', async () => {
      const { resourceId } = await create()
      const volume = volumeSpec()
      await world().driver.createVolume(volume, soon())
      await world().driver.attachVolume(resourceId, volume.resourceId, soon())
      await world().driver.startInstance(resourceId, soon())
      for (const _ of twice) await world().driver.deleteInstance(resourceId, soon())
      expect(await observe(resourceId)).toMatchObject({ exists: false })
      expect(await world().driver.observeVolume(volume.resourceId, soon())).toMatchObject({
        exists: true,
        attachedTo: null,
      })
    })

    it('reports a missing instance as not found, except for deletion', async () => {
      const { driver } = world()
      const { resourceId } = instanceSpec('any')
      const missing = { code: 'not_found', retryable: false }
      const size = { vcpu: 1, memoryMib: 256, rootDiskGib: 2 }
      await expect(driver.startInstance(resourceId, soon())).rejects.toMatchObject(missing)
      await expect(driver.stopInstance(resourceId, { force: true }, soon())).rejects.toMatchObject(missing)
      await expect(driver.restartInstance(resourceId, soon())).rejects.toMatchObject(missing)
      await expect(driver.resizeInstance(resourceId, size, soon())).rejects.toMatchObject(missing)
      await expect(driver.moveInstance(resourceId, 'host-2', soon())).rejects.toMatchObject(missing)
      await expect(driver.probeReachable(resourceId, soon())).rejects.toMatchObject(missing)
      await expect(driver.probe(resourceId, { protocol: 'icmp' }, soon())).rejects.toMatchObject(missing)
      await driver.deleteInstance(resourceId, soon())
      expect(await observe(resourceId)).toMatchObject({ exists: false })
    })

    it("never touches another owner's instance with the same name", async () => {
      const { driver } = world()
      const spec = instanceSpec(world().image)
      const { resourceId } = spec
      await world().plantInstance(resourceId)
      const refused = { code: 'conflict_not_ours', retryable: false }
      const size = { vcpu: 2, memoryMib: 512, rootDiskGib: 3 }
      await expect(driver.createInstance(spec, soon())).rejects.toMatchObject(refused)
      await expect(driver.startInstance(resourceId, soon())).rejects.toMatchObject(refused)
      await expect(driver.resizeInstance(resourceId, size, soon())).rejects.toMatchObject(refused)
      await expect(driver.moveInstance(resourceId, 'host-2', soon())).rejects.toMatchObject(refused)
      await expect(driver.deleteInstance(resourceId, soon())).rejects.toMatchObject(refused)
      expect(await observe(resourceId)).toMatchObject({ exists: true, ours: false, power: 'stopped' })
    })

    it('treats instances of another installation as foreign', async () => {
      const spec = instanceSpec(world().image)
      await world().rival.createInstance(spec, soon())
      expect(await observe(spec.resourceId)).toMatchObject({ exists: true, ours: false })
      await expect(world().driver.deleteInstance(spec.resourceId, soon())).rejects.toMatchObject({
        code: 'conflict_not_ours',
      })
    })

    it('lists only our own objects', async () => {
      const mine = await create()
      const planted = instanceSpec(world().image)
      await world().plantInstance(planted.resourceId)
      const theirs = instanceSpec(world().image)
      await world().rival.createInstance(theirs, soon())
      const owned = await world().driver.listOwned(soon())
      const ids = owned.map((each) => each.resourceId)
      expect(owned).toContainEqual({
        kind: 'instance',
        resourceId: mine.resourceId,
        organisationId: mine.organisationId,
        power: 'stopped',
      })
      expect(ids).not.toContain(planted.resourceId)
      expect(ids).not.toContain(theirs.resourceId)
      expect(ids).toEqual([...ids].sort())
    })

    it('ends a call at its deadline, and finds its effect when repeated', async () => {
      const spec = instanceSpec(world().image)
      const passed = AbortSignal.abort(new DOMException('too late', 'TimeoutError'))
      await expect(world().driver.createInstance(spec, { signal: passed })).rejects.toMatchObject({
        code: 'timeout',
        retryable: true,
      })
      const short = AbortSignal.timeout(15)
      await world()
        .driver.createInstance(spec, { signal: short })
        .catch((error: unknown) => expect(error).toMatchObject({ code: 'timeout', retryable: true }))
      await world().driver.createInstance(spec, soon())
      expect(await observe(spec.resourceId)).toMatchObject({ exists: true, ours: true, power: 'stopped' })
    })
  })
}
