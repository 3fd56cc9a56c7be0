import { afterAll, describe, expect, it } from 'vitest'
import { driverContract } from '../testing/contract'
import { startIncusMember } from '../testing/incus-member'
import { incusWorld } from '../testing/incus-world'
import { instanceSpec, soon } from '../testing/world'
import { openIncusDriver } from './open-incus-driver'

const member = await startIncusMember()
afterAll(() => (member.available ? member.stop() : undefined), 60_000)

describe.skipIf(!member.available)(
  `Incus${member.available ? '' : ` (${member.reason})`}`,
  { timeout: 60_000 },
  () => {
    if (!member.available) {
      it('passes the driver contract', () => undefined)
      return
    }
    const { socketPath, image } = member
    driverContract('incus', () => incusWorld(socketPath, image))

    const driver = openIncusDriver({ socketPath, installation: 'incus-test', now: () => new Date() })
    afterAll(() => driver.close())

    it('takes an order to an HTTP answer, and says how long it took', async () => {
      const spec = instanceSpec(image)
      const startedAt = performance.now()
      await driver.createInstance(spec, soon())
      await driver.startInstance(spec.resourceId, soon())
      await expect
        .poll(() => driver.probeReachable(spec.resourceId, soon()), { timeout: 20_000, interval: 50 })
        .toMatchObject({ reachable: true })
      const body = await driver.httpGetFromInside(spec.resourceId, '/', soon())
      const elapsedMs = Math.round(performance.now() - startedAt)
      console.log(`Incus: create, start and HTTP answer in ${elapsedMs} ms`)
      expect(body).toBe(`hello from ${spec.resourceId.replace('_', '-')}\n`)
    })
  },
)
