import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Driver } from '~/lib/hypervisors/port/driver'
import { DriverError } from '~/lib/hypervisors/port/index'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import { parisMonth } from '~/lib/kernel/time/paris-month'
import { changeBalancer, deleteBalancer } from '~/lib/resources'
import { rateUsage } from '~/lib/usage'
import { selectUsageWithin } from '~/lib/usage/rows'
import { useBalancerWorld } from '../testing/use-balancer-world'

const database = useTestDatabase()
const world = useBalancerWorld(database)

const microCentsPerHour = 1_500_000n
const monthSeconds = 720 * 3_600

/** What the hypervisor reported, without any row of the product: the instant of its last answer. */
function watched() {
  const { simulator } = world.saga
  const { balancers } = simulator
  if (!balancers) throw new Error('the simulator has balancers')
  let seenAt: Date | null = null
  const driver: Driver = {
    ...simulator,
    balancers: {
      ...balancers,
      async observe(id, options) {
        const seen = await balancers.observe(id, options)
        seenAt = seen.observedAt
        return seen
      },
    },
  }
  return { driver, seenAt: () => seenAt }
}

/** Seconds in a month of the calendar in Paris, of which 720 hours are billed: arithmetic of its own. */
function expectedSeconds(from: Date, to: Date, month: { from: Date; to: Date }): bigint {
  const second = (at: Date) => Math.floor(at.getTime() / 1_000)
  const begin = Math.max(second(from), second(month.from))
  const end = Math.min(second(to), second(month.to))
  return BigInt(Math.min(Math.max(end - begin, 0), monthSeconds))
}

const unit = 3_600n * 1_000_000n
const centsOf = (seconds: bigint) => (2n * seconds * microCentsPerHour + unit) / (2n * unit)

const lives = fc.record({
  outcome: fc.constantFrom('fails', 'lives', 'is deleted'),
  isChanged: fc.boolean(),
  lasts: fc.integer({ min: 0, max: 70 * 86_400_000 }),
})

test('is billed from its first answer to its removal, to the second, and never when it was not made', async () => {
  await fc.assert(
    fc.asyncProperty(lives, async ({ outcome, isChanged, lasts }) => {
      const { driver, seenAt } = watched()
      const { id } = await world.balancerOf(await world.order())
      const crash = ({ step, direction, place }: { step: string; direction: string; place: string }) => {
        if (outcome === 'fails' && direction === 'run' && step === 'ask_balancer' && place === 'after_effect')
          throw new DriverError('rejected', { rawText: 'refused by the test' })
      }
      await world.drive(id, { driverFor: async () => driver, crash })
      const from = seenAt()
      if (!from) throw new Error('the hypervisor was asked')
      let removedAt = from
      if (isChanged && outcome !== 'fails') {
        const settings = world.settings()
        const listeners = settings.listeners.map((each) => ({ ...each, port: 444 }))
        await changeBalancer(world.member(), { balancerId: id, settings: { ...settings, listeners } })
      }
      if (outcome === 'is deleted') {
        await deleteBalancer(world.member(), { balancerId: id })
        removedAt = new Date(systemNow().getTime() + lasts)
        await world.drive(id, { now: () => removedAt })
      }
      const now = addSeconds(systemNow(), 80 * 86_400)
      for (const at of [from, addSeconds(from, 31 * 86_400), addSeconds(from, 62 * 86_400)]) {
        const month = parisMonth(at)
        const until = outcome === 'is deleted' ? removedAt : now
        const seconds = outcome === 'fails' ? 0n : expectedSeconds(from, until, month)
        const lines = await withOrganisation(world.member(), async (tx) =>
          rateUsage(await selectUsageWithin(tx, id, month.from, now), month, now),
        )
        const billed = lines.map(({ meter, billedSeconds, cents }) => ({ meter, billedSeconds, cents }))
        const line = { meter: 'load_balancer', billedSeconds: seconds, cents: centsOf(seconds) }
        expect([outcome, billed.filter(({ billedSeconds }) => billedSeconds > 0n)]).toEqual([
          outcome,
          seconds > 0n ? [line] : [],
        ])
      }
      expect(await world.healthy()).toEqual([])
    }),
    { numRuns: 25 },
  )
})
