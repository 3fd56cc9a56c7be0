import { afterAll, describe, expect, it } from 'vitest'
import type { DriverError } from '../../port/driver-error'
import { startCuttingProxy } from '../../testing/cutting-proxy'
import { singleServerChanges } from '../../testing/every-change'
import { startIncusMember } from '../../testing/incus-member'
import { incusWorld } from '../../testing/incus-world'
import { openIncusDriver } from '../open-incus-driver'

const member = await startIncusMember()
if (!member.available) console.warn(`The cut wire is skipped: ${member.reason}`)
const { socketPath, image } = member.available ? member : { socketPath: '', image: '' }
afterAll(() => (member.available ? member.stop() : undefined), 60_000)

/**
 * Cuts the connection at each request of every change in turn, before and after the hypervisor received it: the
 * repeated call reaches the wanted state, and nothing is created twice.
 */
describe.skipIf(!member.available)('a connection that breaks once', { timeout: 300_000 }, () => {
  it.each(singleServerChanges)('$name', async (change) => {
    const world = await incusWorld({ socketPath }, image)
    const proxy = await startCuttingProxy(socketPath)
    let cuts = 0
    for (const when of ['before', 'after'] as const) {
      for (let at = 1; ; at += 1) {
        const { call, check } = await change.prepare(world)
        // A new driver each round, so that cut connections do not affect the next one.
        const driver = openIncusDriver({
          socketPath: proxy.socketPath,
          installation: 'contract',
          now: () => new Date(),
        })
        proxy.arm({ at, when })
        const failure = await call(driver).then(
          () => null,
          (error: DriverError) => error,
        )
        const wasCut = proxy.count() >= at
        proxy.arm(null)
        if (failure) {
          expect(failure).toMatchObject({ name: 'DriverError', retryable: true })
          await call(driver)
        }
        await check()
        await driver.close()
        if (!wasCut) break
        cuts += 1
      }
    }
    console.log(`Incus: ${change.name} survived ${cuts} cuts`)
    expect(cuts).toBeGreaterThan(3)
    await proxy.stop()
    await world.close()
  })
})
