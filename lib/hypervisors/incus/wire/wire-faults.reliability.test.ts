import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DriverError } from '../../port/driver-error'
import { type EveryChange, singleServerChanges } from '../../testing/every-change'
import { startFaultingProxy, type WireFault, wireFaults } from '../../testing/faulting-proxy'
import { startIncusMember } from '../../testing/incus-member'
import { incusWorld } from '../../testing/incus-world'
import type { World } from '../../testing/world'
import { openIncusDriver } from '../open-incus-driver'

const member = await startIncusMember()
if (!member.available) console.warn(`The faults of the wire are skipped: ${member.reason}`)
const { socketPath, image } = member.available ? member : { socketPath: '', image: '' }
afterAll(() => (member.available ? member.stop() : undefined), 60_000)

/** As many attempts as a saga makes. */
const triesMax = 6
const circuitAfter = 5
const forEver = 1_000
const counts = [1, 3, forEver]
const abreast = 4
const silent: readonly WireFault[] = ['timeout-before-effect', 'timeout-after-effect']

/**
 * Runs every change under each fault once, three times and for ever. A fault that passes within a saga's attempts ends
 * in the wanted state; another ends with a reason, and the same call succeeds once the fault is gone. A hypervisor that
 * never answers is called five times, then not until the circuit allows a trial.
 */
describe.skipIf(!member.available)('a hypervisor with faults', { timeout: 600_000 }, () => {
  let world: World
  beforeAll(async () => {
    world = await incusWorld({ socketPath }, image)
  })
  afterAll(() => world?.close())

  it.each(singleServerChanges)('$name', async (change) => {
    const rounds = wireFaults.flatMap((fault) => counts.map((count) => ({ fault, count })))
    const ends: Record<string, number> = {}
    const next = async () => {
      for (let round = rounds.shift(); round; round = rounds.shift()) {
        const end = await play(world, change, round.fault, round.count)
        ends[end] = (ends[end] ?? 0) + 1
      }
    }
    await Promise.all(Array.from({ length: abreast }, next))
    console.log(
      `Incus: ${change.name} under ${wireFaults.length * counts.length} faults: ${JSON.stringify(ends)}`,
    )
    expect(Object.values(ends).reduce((sum, n) => sum + n, 0)).toBe(wireFaults.length * counts.length)
  })
})

/** Returns the result of a saga's attempts: `done`, or the error code. */
async function play(world: World, change: EveryChange, fault: WireFault, count: number): Promise<string> {
  const label = `${change.name}, ${fault}, ${count} times`
  const { call, check } = await change.prepare(world)
  const proxy = await startFaultingProxy(socketPath)
  let millis = Date.now()
  const driver = openIncusDriver({
    socketPath: proxy.socketPath,
    installation: 'contract',
    // Between attempts a saga waits longer than the circuit stays open; a fake clock replaces the wait here.
    now: () => new Date(millis),
    requestTimeoutMs: 1_500,
  })
  const attempt = () =>
    call(driver).then(
      () => 'done',
      (error: unknown) => {
        expect(error, label).toBeInstanceOf(DriverError)
        return error as DriverError
      },
    )
  proxy.arm(fault, count)
  let end = await attempt()
  for (let tries = 1; end !== 'done' && (end as DriverError).retryable && tries < triesMax; tries += 1) {
    millis += 15_000
    end = await attempt()
  }
  if (end === 'done') await check()
  if (end !== 'done') expect((end as DriverError).rawText.length, label).toBeGreaterThan(0)
  // A transient fault must be survived unless its error is not retryable.
  if (count < forEver && end !== 'done') expect((end as DriverError).retryable, label).toBe(false)

  if (count === forEver && silent.includes(fault) && end !== 'done') {
    proxy.arm(fault, forEver, 'any')
    millis += 60_000
    for (let again = 0; again < circuitAfter + 3; again += 1) await attempt()
    expect(proxy.struck(), label).toBeLessThanOrEqual(circuitAfter)
  }
  proxy.arm(null)
  millis += 60_000
  for (let tries = 0; tries < triesMax; tries += 1) {
    const last = await attempt()
    if (last === 'done') break
    millis += 15_000
  }
  await check()
  await driver.close()
  await proxy.stop()
  return end === 'done' ? 'done' : (end as DriverError).code
}
