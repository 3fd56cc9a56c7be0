import type { Tx } from '~/db/client'
import { listOtherDeciders } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import { operatorLink, queueMail } from '~/lib/mail'
import { type DecisionSubject, decisionPage } from './decision-subjects'

/** Every two-person decision in billing needs this permission or `billing:credit`, which the same roles have. */
const permission = 'billing:settle'

/**
 * In `tx`: mails the staff who may decide a proposal a link to its page. The mail contains the last four characters of
 * a proposed account, and no amounts, addresses or secrets.
 */
export async function mailSecondApprovers(
  tx: Tx,
  proposedByStaffId: Id<'staff'>,
  {
    subject,
    iban = '',
    isReplacing = false,
  }: { subject: DecisionSubject; iban?: string | undefined; isReplacing?: boolean },
): Promise<void> {
  const { proposer, deciders } = await listOtherDeciders(tx, permission, proposedByStaffId)
  const url = operatorLink(decisionPage(subject))
  for (const { email: to, fullName: name, locale } of deciders)
    await queueMail(tx, {
      to,
      locale,
      template: 'second-person-awaited',
      params: { name, proposer, subject, isReplacing, ibanEnd: iban.slice(-4), url },
    })
}
