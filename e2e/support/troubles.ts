import { randomInt, randomUUID } from 'node:crypto'
import { withSystem } from '~/db/client'
import { openSimulator } from '~/lib/hypervisors/port/index'
import { enqueue } from '~/lib/jobs'
import { invariant } from '~/lib/kernel/errors'
import { newId } from '~/lib/kernel/ids'
import { placeOrder } from '~/lib/ordering'
import { placeOrderInput } from '~/lib/ordering/schema'
import { engineDefaults } from '~/lib/sagas/runtime'
import type { TestBuyer } from '~/testing/buyer'
import { sql, systemNowContext, until } from './database'
import { seedNames } from './estate'
import { fact } from './installation-facts'
import { memberContext } from './world'

/**
 * A server of this organisation that did not boot, with a hypervisor that refused its removal until the saga gave
 * up: its saga is parked, and can be resumed.
 */
export async function makeParkedSaga(organisation: TestBuyer): Promise<{ id: string; name: string }> {
  // The simulator reacts to names of this form.
  const name = `fail-at-boot-${randomInt(100_000, 999_999)}`
  const simulator = openSimulator({
    databaseUrl: fact('SIMULATOR_DATABASE_URL'),
    installation: 'e2e',
    now: () => new Date(),
  })
  try {
    await simulator.setFault({
      name: 'unauthorised-401',
      operation: 'deleteInstance',
      resource: name,
      remaining: engineDefaults.undoAttemptsMax,
    })
  } finally {
    await simulator.close()
  }
  const names = await seedNames()
  const line = {
    bundleId: names.bundles.get('essai'),
    zoneId: names.zones.get('PAR1'),
    imageId: names.images.get('debian-13'),
    name,
    quantity: 1,
  }
  const outcome = await placeOrder(
    memberContext(organisation.owner, organisation.organisationId),
    placeOrderInput.parse({ idempotencyKey: randomUUID(), lines: [line] }),
  )
  invariant(outcome.outcome === 'accepted', `ordered, not ${outcome.outcome}`)
  return until(`the saga of ${name} is parked`, async () => {
    const [row] = await sql<{ id: string }[]>`
      select id from sagas where organisation_id = ${organisation.organisationId} and state = 'parked'`
    return row && { id: row.id, name }
  })
}

/** A given-up job with this last error; retrying it has nothing to do. */
export async function makeFailedJob(lastError: string): Promise<void> {
  const mailId = newId('mail')
  const key = `mail:${mailId}`
  const later = new Date(Date.now() + 86_400_000)
  await withSystem(systemNowContext(), (tx) => enqueue(tx, 'send_mail', { mailId }, key, later))
  await sql`
    update graphile_worker._private_jobs set attempts = max_attempts, last_error = ${lastError} where key = ${key}`
}
