import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { CertificateState } from './client'
import { stateOfCertificate } from './expiry'
import { listCertificatesOf } from './queries/certificates'

type Choice = { id: Id<'certificate'>; name: string; state: CertificateState; validTo: string }

/** The certificates of a project that a listener may show: all but those that were not issued yet. */
export async function listCertificateChoices(tx: Tx, projectId: Id<'project'>, now: Date): Promise<Choice[]> {
  return (await listCertificatesOf(tx, projectId)).flatMap(({ id, name, validTo }) =>
    validTo ? [{ id, name, state: stateOfCertificate(validTo, now), validTo: validTo.toISOString() }] : [],
  )
}
