import { withSystem } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import type { OpContext } from '~/lib/kernel/op-context'
import { seal, unseal } from '~/lib/kernel/secrets/secrets'
import { checkCertificate } from '../check-certificate'
import { lockCertificate, saveBundle, setCertificateFacts } from '../queries/certificates'
import { bundlePlace, orderKeyPlace } from '../secret-places'
import { AcmeError, renewalOf } from './acme-error'
import { type CertificateOrderRow, saveOrderStep } from './queries/acme'

/**
 * Puts an issued certificate in force: balancers that show it take it over in their next pass. @throws AcmeError
 * `unusable` when it does not fit its key or lacks a host
 */
export async function saveIssued(ctx: OpContext, order: CertificateOrderRow, chain: string): Promise<void> {
  const { certificateId, keySealed } = order
  if (!keySealed) throw new AcmeError('unusable', 'its key is gone')
  const privateKey = unseal(keySealed, orderKeyPlace(certificateId))
  await withSystem(ctx, async (tx) => {
    const row = await lockCertificate(tx, certificateId)
    if (!row) return
    // Directories date certificates back; one that begins in a moment is not refused for the difference of two clocks.
    const checked = checkCertificate({ chain, privateKey }, new Date(ctx.now.getTime() + 60_000))
    if ('fault' in checked) throw new AcmeError('unusable', checked.fault)
    const { names, validFrom, validTo, fingerprint, bundle } = checked.facts
    if (!row.hostNames.every((name) => names.includes(name)))
      throw new AcmeError('unusable', names.join(', '))
    const isSaved = await saveOrderStep(tx, order, {
      state: 'issued',
      nextAt: renewalOf({ validFrom, validTo }),
      attempts: 0,
      orderUrl: null,
      openedAt: null,
      keySealed: null,
      failureCode: null,
      failureText: null,
    })
    if (!isSaved) return
    await setCertificateFacts(tx, certificateId, {
      hostNames: row.hostNames,
      validFrom,
      validTo,
      fingerprint,
      changedAt: ctx.now,
    })
    await saveBundle(tx, row, seal(bundle, bundlePlace(certificateId)))
    await recordAudit(tx, ctx, row.validTo === null ? 'certificate.issued' : 'certificate.renewed', {
      organisationId: row.organisationId,
      kind: 'certificate',
      id: certificateId,
      details: {
        name: row.name,
        hostNames: row.hostNames.join(', '),
        validTo: validTo.toISOString(),
        fingerprint,
      },
    })
  })
}
