import type { Tx } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { countCertificates, lockCertificatesOf } from './queries/certificates'

/** In a project. */
export const certificatesMax = 100

/** Certificates of a project are added one after another until `tx` ends. @throws DomainError `quota_exceeded` */
export async function requireRoom(tx: Tx, projectId: Id<'project'>): Promise<void> {
  await lockCertificatesOf(tx, projectId)
  const used = await countCertificates(tx, projectId)
  if (used < certificatesMax) return
  throw new DomainError('quota_exceeded', {
    params: {
      reason: 'certificates',
      resource: 'certificates',
      limit: `${certificatesMax}`,
      used: `${used}`,
    },
  })
}
