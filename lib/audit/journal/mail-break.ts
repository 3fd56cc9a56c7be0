import type { Tx } from '~/db/client'
import { operatorLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { listJournalStaff } from '../queries/audit'
import type { JournalBreak } from './verify-journal'

/** In `tx`: mails the break to each administrator and auditor. */
export async function mailBreak(tx: Tx, broken: JournalBreak): Promise<void> {
  const url = operatorLink(routes.operator.audit())
  const row = 'sequence' in broken ? `${broken.sequence}` : ''
  for (const { email: to, locale, fullName: name } of await listJournalStaff(tx))
    await queueMail(tx, {
      to,
      locale,
      template: 'journal-broken',
      params: { name, reason: broken.reason, row, url },
    })
}
