import { X509Certificate } from 'node:crypto'
import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff, requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { isResolver } from '~/lib/names'
import type { AcmePage } from '../client'
import type { SetAcmeInput } from '../schema'
import { splitPem } from '../split-pem'
import * as rows from './queries/acme'

const subject = { organisationId: null, kind: 'acme_service' as const, id: 'acme' }

/** The configured directory and how far its orders are; null without one. */
export async function readAcme(ctx: OpContext): Promise<AcmePage | null> {
  authorizeStaff(ctx, 'inventory:read')
  return withStaff(ctx, async (tx) => {
    const service = await rows.findAcmeService(tx)
    if (!service) return null
    const { directoryUrl, contact, authorities, resolver, isOn, failureCode, failureText } = service
    return {
      directoryUrl,
      contact,
      authorities: authorities ?? '',
      resolver: resolver ?? '',
      isOn,
      failure: failureCode ? { code: failureCode, text: failureText ?? '' } : null,
      orders: await rows.countCertificateOrders(tx),
    }
  })
}

/**
 * Configures the directory that certificates of customers come from. Our account there is made by the worker, with a key of
 * its own for each directory.
 *
 * @throws DomainError `proof_required`, `invalid_input`
 */
export async function setAcme(ctx: OpContext, input: SetAcmeInput): Promise<void> {
  authorizeStaff(ctx, 'inventory:change')
  await requireFreshProof(ctx)
  const { directoryUrl, contact } = input
  const authorities = input.authorities === '' ? null : readAuthorities(input.authorities)
  if (input.resolver !== '' && !isResolver(input.resolver)) throw refused('resolver', 'name_resolver')
  const resolver = input.resolver || null
  await withStaff(ctx, async (tx) => {
    await rows.upsertAcmeService(tx, { directoryUrl, contact, authorities, resolver, updatedAt: ctx.now })
    const details = { directoryUrl, contact, resolver: resolver ?? '', authorities: authorities !== null }
    await recordAudit(tx, ctx, 'acme_service.set', { ...subject, details })
  })
}

/** Switched off, nothing is ordered or renewed. @throws DomainError `proof_required`, `not_found` */
export async function switchAcme(ctx: OpContext, { isOn }: { isOn: boolean }): Promise<void> {
  authorizeStaff(ctx, 'inventory:change')
  await requireFreshProof(ctx)
  await withStaff(ctx, async (tx) => {
    if (!(await rows.switchAcmeService(tx, isOn, ctx.now))) throw new DomainError('not_found')
    const event = isOn ? 'acme_service.switched_on' : 'acme_service.switched_off'
    await recordAudit(tx, ctx, event, { ...subject, details: {} })
  })
}

function readAuthorities(text: string): string {
  const { chain } = splitPem(text)
  try {
    if (chain !== '' && new X509Certificate(chain).ca) return chain
  } catch {
    // Refused below, with the field.
  }
  throw refused('authorities', 'certificate_unreadable')
}

const refused = (field: string, reason: string) =>
  new DomainError('invalid_input', { field, params: { reason } })
