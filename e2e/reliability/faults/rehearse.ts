import { spawnSync } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { IncusMember } from '~/lib/hypervisors/testing/incus-member'
import type { Fault } from './faults'
import type { FiringAlert } from './prometheus'
import { type Rehearsal, startRehearsal } from './rehearsal'

/** From the fault to the alert. */
const firesWithinMs = 60_000
/** After the alert, so that late ones are seen too. */
const watchMs = 15_000
const resolvesWithinMs = 240_000

const hasPrometheus = spawnSync('prometheus', ['--version']).status === 0

/**
 * One installation under Prometheus, in which each of the faults is caused and repaired in turn: its alert fires in time,
 * and no other.
 */
export function rehearse(title: string, faults: readonly Fault[], incus?: IncusMember): void {
  describe.skipIf(!hasPrometheus)(title, () => rehearseEach(faults, incus))
}

function rehearseEach(faults: readonly Fault[], incus: IncusMember | undefined): void {
  let rehearsal: Rehearsal
  const table: Record<string, unknown>[] = []

  beforeAll(async () => {
    rehearsal = await startRehearsal(incus)
    await quiet(300_000, 30_000)
  }, 1_500_000)
  afterAll(async () => {
    console.table(table)
    await rehearsal?.stop()
  }, 120_000)

  /** Waits until no alert has fired for so long. */
  async function quiet(withinMs: number, forMs: number): Promise<number> {
    const begun = Date.now()
    let since = Date.now()
    let last: FiringAlert[] = []
    while (Date.now() - since < forMs) {
      last = await rehearsal.prometheus.firing().catch(() => [{ alertname: 'no answer', labels: {} }])
      if (last.length > 0) since = Date.now()
      if (Date.now() - begun > withinMs) throw new Error(`still firing: ${JSON.stringify(last)}`)
      await pause(500)
    }
    return since - begun
  }

  test.each(faults)(
    '$name: $alert',
    async ({ name, alert, labels, consequences = [], inject }) => {
      const seen = new Map<string, number>()
      const isExpected = (each: FiringAlert) =>
        each.alertname === alert &&
        Object.entries(labels ?? {}).every(([label, value]) => each.labels[label] === value)
      const begun = Date.now()
      const repair = await inject(rehearsal)
      let firedMs: number | null = null
      try {
        const until = () => (firedMs === null ? firesWithinMs + 30_000 : firedMs + watchMs)
        while (Date.now() - begun < until()) {
          for (const each of await rehearsal.prometheus.firing()) {
            const elapsed = Date.now() - begun
            if (isExpected(each)) firedMs ??= elapsed
            const key = each.alertname === alert ? alert : `${each.alertname} ${JSON.stringify(each.labels)}`
            if (!seen.has(key)) seen.set(key, elapsed)
          }
          await pause(500)
        }
      } finally {
        await repair()
      }
      const resolvedMs = await quiet(resolvesWithinMs, 10_000)
      const others = [...seen.keys()].filter((key) => key !== alert)
      const surprises = others.filter((key) => !consequences.includes(key.split(' ')[0] ?? ''))
      const seconds = (ms: number | null) => ms && Math.round(ms / 100) / 10
      const also = [...new Set(others.map((key) => key.split(' ')[0]))].join(' ')
      table.push({ name, alert, fired: seconds(firedMs), resolved: seconds(resolvedMs), also })
      console.log(JSON.stringify(table.at(-1)))
      expect(surprises).toEqual([])
      expect(firedMs).not.toBeNull()
      expect(firedMs).toBeLessThanOrEqual(firesWithinMs)
    },
    firesWithinMs + resolvesWithinMs + 120_000,
  )
}
