import { afterAll, describe, expect, it } from 'vitest'
import type { DriverError } from '../../port/driver-error'
import { startCuttingProxy } from '../../testing/cutting-proxy'
import { everyChangeOfOne } from '../../testing/every-change'
import { startIncusMember } from '../../testing/incus-member'
import { incusWorld } from '../../testing/incus-world'
import { openIncusDriver } from '../open-incus-driver'

const member = await startIncusMember()
if (!member.available) console.warn(`The cut wire is skipped: ${member.reason}`)
const { socketPath, image } = member.available ? member : { socketPath: '', image: '' }
afterAll(() => (member.available ? member.stop() : undefined), 60_000)

/**
 * Every change, with the wire cut at each of its requests in turn, before and after the hypervisor got it:
 * the repeated call ends in the wanted state, and nothing is made twice.
 */
describe.skipIf(!member.available)('a wire that breaks once', { timeout: 300_000 }, () => {
  it.each(everyChangeOfOne)('$name', async (change) => {
    const world = await incusWorld({ socketPath }, image)
    const proxy = await startCuttingProxy(socketPath)
    let cuts = 0
    for (const when of ['before', 'after'] as const) {
      for (let at = 1; ; at += 1) {
        const { call, check } = await change.prepare(world)
        // A driver of its own each time: connections that were cut must not decide the next round.
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
