import type { Tx } from '~/db/client'
import { addNotice } from '~/lib/identity'
import { listOwners } from '~/lib/identity/rows'
import { toId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { formatDate } from '~/lib/kernel/text/format'
import { addSeconds } from '~/lib/kernel/time/clock'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { type CaseRow, findApplicant } from './queries/cases'

type ModeratorMessage = { step: 'asked' | 'held'; text: string; until: Date | null }

/** Sends the moderator's message to the applicant, or to the owners, by mail, and to all members in the portal. */
export async function notifyApplicant(
  tx: Tx,
  ctx: OpContext,
  row: CaseRow,
  message: ModeratorMessage,
): Promise<void> {
  const { organisationId } = row
  const href = pageOf(row)
  const what = row.summary.number ?? row.summary.project ?? ''
  await addNotice(tx, ctx, { organisationId, kind: `case_${message.step}`, params: { what }, href })
  const applicant = row.summary.applicant
    ? await findApplicant(tx, toId('account', row.summary.applicant))
    : null
  for (const person of applicant ? [applicant] : await listOwners(tx, organisationId)) {
    await queueMail(tx, {
      to: person.email,
      locale: person.locale,
      template: message.step === 'asked' ? 'case-asked' : 'case-held',
      params: {
        name: person.fullName,
        what,
        text: message.text,
        // `until` is the end of the last day.
        until: message.until ? formatDate(addSeconds(message.until, -1), person.locale) : '',
        url: portalLink(href),
      },
    })
  }
}

/** Returns the page on which the buyer sees the wait and answers. */
export function pageOf({ kind, organisationId, subjectId, projectId }: CaseRow): string {
  switch (kind) {
    case 'organisation':
      return routes.org.moderation(organisationId)
    case 'quota':
      return routes.org.project(organisationId, projectId ?? '')
    case 'order':
    case 'quote':
    case 'references':
      return routes.org.orderDetail(organisationId, subjectId)
  }
}
