import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { keepCertificates } from './queries/certificates'

type Listener = { certificateId: Id<'certificate'> | null }
export type ListenerCertificateFault =
  | 'certificate_unknown'
  | 'certificate_expired'
  | 'certificate_not_issued'

/**
 * The first listener whose certificate its balancer cannot show: it is of another project, has ended, or was not issued
 * yet; null when there is none. An ended one that the balancer has already is no fault, so that the rest can be changed.
 * Keeps the certificates from deletion until the transaction ends.
 */
export async function findCertificateFault(
  tx: Tx,
  projectId: Id<'project'>,
  listeners: readonly Listener[],
  { now, present = [] }: { now: Date; present?: readonly Listener[] },
): Promise<{ at: number; reason: ListenerCertificateFault } | null> {
  const ids = listeners.flatMap(({ certificateId }) => certificateId ?? [])
  if (ids.length === 0) return null
  const found = new Map((await keepCertificates(tx, projectId, ids)).map(({ id, validTo }) => [id, validTo]))
  const shown = new Set(present.map(({ certificateId }) => certificateId))
  for (const [at, { certificateId }] of listeners.entries()) {
    if (certificateId === null) continue
    const validTo = found.get(certificateId)
    if (validTo === undefined) return { at, reason: 'certificate_unknown' }
    if (validTo === null) return { at, reason: 'certificate_not_issued' }
    if (validTo <= now && !shown.has(certificateId)) return { at, reason: 'certificate_expired' }
  }
  return null
}
