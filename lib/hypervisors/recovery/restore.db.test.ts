import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { cloneTemplate, copyOf } from '~/db/testing/template'
import type { TestDatabase } from '~/db/testing/test-database'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { everyKind, openRestoreTrial, type RestoreTrial } from '~/lib/resources/testing/restore-trial'

const database = useTestDatabase()
let datacenter: TestDatabase
let trial: RestoreTrial

beforeAll(async () => {
  datacenter = await cloneTemplate(inject('adminUrl'))
  trial = await openRestoreTrial(database.current, datacenter)
})
afterAll(async () => {
  await trial?.close()
  await datacenter?.drop()
})

test('workers on a copy of the database read its hypervisors when allowed, change nothing before an operator approves it and delete nothing afterwards', async () => {
  const third = Math.ceil(everyKind.length / 3)
  let quarantined = 0
  let adopted = 0
  for (let part = 0; part < 3; part += 1) {
    await trial.operate(everyKind.slice(part * third, (part + 1) * third))
    await trial.pause()
    const copy = await copyOf(inject('adminUrl'), database.current)
    try {
      // The effects of these operations are lost.
      await trial.operate([
        'create_instance',
        'stop_instance',
        'resize_instance',
        'create_volume',
        'delete_instance',
      ])
      const result = await trial.carryOn(copy)
      expect(result).toMatchObject({ before: [], after: [], broken: [], unbilled: [] })
      // Everything was known before the agreement, from reading alone.
      expect(result.listed).toBe(result.quarantined)
      quarantined += result.quarantined
      adopted += result.adopted['instance done'] ?? 0
    } finally {
      await copy.drop()
    }
  }
  // Proves that the trial covered enough.
  expect(quarantined).toBeGreaterThan(9)
  expect(adopted).toBeGreaterThan(2)
})
