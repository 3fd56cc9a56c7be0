import type { Tx } from '~/db/client'
import type { ChangeSubject } from '~/db/queries/billing/seller-changes'
import { listOtherDeciders } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import { operatorLink, queueMail } from '~/lib/mail'
import type { Facts } from './changeable'
import { pageOfChange } from './page-of'

type Proposal = { subject: ChangeSubject; before: Facts; after: Facts }

/** In `tx`: staff who may decide have a mail. It holds the last four characters of an account and nothing of secrets. */
export async function mailDeciders(
  tx: Tx,
  proposedByStaffId: Id<'staff'>,
  { subject, before, after }: Proposal,
): Promise<void> {
  const { proposer, deciders } = await listOtherDeciders(tx, 'billing:settle', proposedByStaffId)
  const ibanEnd = after.iban && after.iban !== before.iban ? after.iban.slice(-4) : ''
  const url = operatorLink(pageOfChange(subject))
  for (const { email: to, fullName: name, locale } of deciders)
    await queueMail(tx, {
      to,
      locale,
      template: 'seller-change-waiting',
      params: { name, proposer, subject, ibanEnd, url },
    })
}
