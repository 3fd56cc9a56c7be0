import { type SQL, sql } from 'drizzle-orm'
import { sagas, workerHeartbeats } from '~/db/schema/provisioning'
import { hasUnknownStep } from './known-steps'
import { leaseIsFree } from './leases'

const isAlive = sql`${workerHeartbeats.seenAt} > clock_timestamp() - interval '10 seconds'`

/** Whether the saga of the enclosing query is due, workers are alive, and none of them knows all its steps. */
export const isStranded: SQL<boolean> = sql<boolean>`(${sagas.state} in ('running', 'undoing')
  and ${sagas.runAfter} < clock_timestamp() - interval '5 seconds'
  and ${leaseIsFree}
  and exists (select from ${workerHeartbeats} where ${isAlive})
  and not exists (select from ${workerHeartbeats} where ${isAlive} and not ${hasUnknownStep(sql`${workerHeartbeats.sagaSteps}`)}))`
