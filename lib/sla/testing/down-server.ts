import type { Id } from '~/lib/kernel/ids'
import { addInstance } from '~/lib/resources/testing/resources'
import type { Estate } from '~/testing/estate'
import { addSeen } from './seen-rows'

const october = '2026-09-30T22:00:00Z'

/**
 * A server of the estate since the start of October 2026 in Paris, observed down from `downAt` until `upAt` and up
 * otherwise.
 */
export async function addDownServer(
  estate: Estate,
  vantage: Id<'vantage'>,
  { downAt, upAt }: { downAt: Date; upAt: Date },
): Promise<Id<'instance'>> {
  const id = await addInstance(estate, { at: new Date(october) })
  await addSeen(vantage, { id, organisationId: estate.own.organisationId }, [
    [october, 'up'],
    [downAt.toISOString(), 'down'],
    [upAt.toISOString(), 'up'],
  ])
  return id
}
