import { type Tx, withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize, findOpenProject, requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { seal } from '~/lib/kernel/secrets/secrets'
import { requireOutsideWorld } from '~/lib/recovery'
import { withNameCheck } from '../common/record-new-resource'
import { deleteCertificateOrder, findCertificateOrder } from './acme/queries/acme'
import { type CertificateFacts, checkCertificate } from './check-certificate'
import * as rows from './queries/certificates'
import { requireRoom } from './require-room'
import type { ReplaceCertificateInput, UploadCertificateInput } from './schema'
import { bundlePlace } from './secret-places'

/**
 * Adds a certificate with its key to a project. The key is sealed and never shown again.
 *
 * @throws DomainError `not_found`, `invalid_input` (a reason of `CertificateFault`), `name_taken`, `quota_exceeded`,
 * `recovery_in_progress`
 */
export async function uploadCertificate(
  ctx: OpContext,
  input: UploadCertificateInput,
): Promise<{ id: Id<'certificate'>; name: string }> {
  const { projectId } = input
  authorize(ctx, 'instance:operate', projectId)
  const facts = readFacts(input, ctx.now)
  const name = input.name === '' ? (facts.names[0] ?? '').slice(0, 80) : input.name
  const id = newId('certificate', ctx.now.getTime())
  return withOrganisation(ctx, async (tx, organisationId) => {
    await requireOutsideWorld(tx)
    await findOpenProject(tx, organisationId, projectId)
    await requireRoom(tx, projectId)
    await withNameCheck(name, () =>
      rows.insertCertificate(tx, {
        id,
        organisationId,
        projectId,
        name,
        ...rowOf(facts),
        createdAt: ctx.now,
        changedAt: ctx.now,
      }),
    )
    await rows.saveBundle(tx, { id, organisationId }, seal(facts.bundle, bundlePlace(id)))
    await recordAudit(tx, ctx, 'certificate.uploaded', {
      organisationId,
      kind: 'certificate',
      id,
      details: { name, ...auditFacts(facts) },
    })
    return { id, name }
  })
}

/**
 * Puts another certificate in the place of this one: load balancers that show it take it over within seconds.
 *
 * @throws DomainError `not_found`, `invalid_input` (a reason of `CertificateFault`), `state_forbids` (`certificate_ordered`: it
 * is renewed by itself), `recovery_in_progress`
 */
export async function replaceCertificate(ctx: OpContext, input: ReplaceCertificateInput): Promise<void> {
  authorize(ctx, 'instance:operate')
  const facts = readFacts(input, ctx.now)
  await withOrganisation(ctx, async (tx) => {
    await requireOutsideWorld(tx)
    const row = await findForChange(tx, ctx, input.certificateId)
    if (await findCertificateOrder(tx, row.id))
      throw new DomainError('state_forbids', { params: { reason: 'certificate_ordered' } })
    await rows.setCertificateFacts(tx, row.id, { ...rowOf(facts), changedAt: ctx.now })
    await rows.saveBundle(tx, row, seal(facts.bundle, bundlePlace(row.id)))
    await recordAudit(tx, ctx, 'certificate.replaced', {
      organisationId: row.organisationId,
      kind: 'certificate',
      id: row.id,
      details: { name: row.name, ...auditFacts(facts), formerFingerprint: row.fingerprint ?? '' },
    })
  })
}

/**
 * Deletes a certificate with its key, unless a load balancer shows it.
 *
 * @throws DomainError `proof_required`, `not_found`, `state_forbids` (`certificate_used`, with the balancers)
 */
export async function deleteCertificate(
  ctx: OpContext,
  { certificateId }: { certificateId: Id<'certificate'> },
): Promise<void> {
  authorize(ctx, 'instance:operate')
  await requireFreshProof(ctx)
  await withOrganisation(ctx, async (tx) => {
    const row = await findForChange(tx, ctx, certificateId)
    const users = (await rows.listCertificateUses(tx)).filter(({ certificateIds }) =>
      certificateIds.includes(row.id),
    )
    if (users.length > 0)
      throw new DomainError('state_forbids', {
        params: { reason: 'certificate_used', balancers: users.map(({ name }) => name).join(', ') },
      })
    await deleteCertificateOrder(tx, row.id)
    await rows.deleteCertificateRow(tx, row.id)
    await recordAudit(tx, ctx, 'certificate.deleted', {
      organisationId: row.organisationId,
      kind: 'certificate',
      id: row.id,
      details: { name: row.name, fingerprint: row.fingerprint ?? '' },
    })
  })
}

/** Locked. @throws DomainError `not_found`, `forbidden` (a role in another project only) */
async function findForChange(tx: Tx, ctx: OpContext, id: Id<'certificate'>) {
  const row = await rows.lockCertificate(tx, id)
  if (!row) throw new DomainError('not_found')
  authorize(ctx, 'instance:operate', row.projectId)
  return row
}

function readFacts(texts: { chain: string; privateKey: string }, now: Date): CertificateFacts {
  const checked = checkCertificate(texts, now)
  if ('facts' in checked) return checked.facts
  const field = checked.fault.startsWith('key_') ? 'privateKey' : 'chain'
  throw new DomainError('invalid_input', { field, params: { reason: checked.fault } })
}

const rowOf = ({ names, validFrom, validTo, fingerprint }: CertificateFacts) => ({
  hostNames: names,
  validFrom,
  validTo,
  fingerprint,
})

const auditFacts = ({ names, validTo, fingerprint }: CertificateFacts) => ({
  hostNames: names.join(', '),
  validTo: validTo.toISOString(),
  fingerprint,
})
