import { withSystem } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { addNotice, authorizeSystem, listContactsWithPermission } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { renewalOf } from './acme/acme-error'
import { dueNotice, noticeDays } from './expiry'
import * as rows from './queries/certificates'

/** Notifies the members who operate the project 30, 7 and 1 days before a certificate ends, once each. */
export async function notifyEndingCertificates(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  const until = addSeconds(ctx.now, noticeDays[0] * 86_400)
  const ending = await withSystem(ctx, (tx) => rows.listEndingCertificates(tx, ctx.now, until))
  for (const { id, isOrdered, ...facts } of ending)
    if (findDue(ctx, facts, isOrdered) !== null) await notify(ctx, id, isOrdered)
}

function findDue(
  ctx: OpContext,
  { validFrom, validTo, notifiedDays }: Pick<rows.CertificateRow, 'validFrom' | 'validTo' | 'notifiedDays'>,
  isOrdered: boolean,
): number | null {
  if (!validFrom || !validTo) return null
  const renewsAt = isOrdered ? renewalOf({ validFrom, validTo }) : null
  return dueNotice({ validTo, notifiedDays, renewsAt }, ctx.now)
}

async function notify(ctx: OpContext, id: Id<'certificate'>, isOrdered: boolean): Promise<void> {
  await withSystem(ctx, async (tx) => {
    const row = await rows.lockCertificate(tx, id)
    // It may have been replaced, or another worker was faster.
    const days = row && findDue(ctx, row, isOrdered)
    if (!row?.validTo || days === null) return
    await rows.setNotifiedDays(tx, id, days)
    const { organisationId, projectId, name } = row
    const uses = (await rows.listCertificateUses(tx)).filter((use) => use.certificateIds.includes(id))
    const balancers = uses.map((use) => use.name).join(', ')
    const endsAt = row.validTo.toISOString()
    const href = routes.org.certificates(organisationId)
    const params = { name, endsAt }
    await addNotice(tx, ctx, { organisationId, projectId, kind: 'certificate_ends', params, href })
    await recordAudit(tx, ctx, 'certificate.end_announced', {
      organisationId,
      kind: 'certificate',
      id,
      details: { name, validTo: endsAt, days },
    })
    for (const { email, locale, fullName } of await listContactsWithPermission(
      tx,
      organisationId,
      'instance:operate',
      projectId,
    ))
      await queueMail(tx, {
        to: email,
        locale,
        template: 'certificate-ends',
        params: { name: fullName, certificate: name, balancers, isOrdered, endsAt, url: portalLink(href) },
      })
  })
}
