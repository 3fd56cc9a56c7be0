import type { Tx } from '~/db/client'
import { listOtherDeciders } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import { operatorLink, queueMail } from '~/lib/mail'
import { type AwaitedSubject, pageOfAwaited } from './awaited'

/** Each decision of two people in billing needs this, or `billing:credit`, which the same roles have. */
const permission = 'billing:settle'

/**
 * In `tx`: staff who may decide on a proposal have a mail with the page on which they do. Of a proposed account it holds the
 * last four characters, of amounts, addresses and secrets nothing.
 */
export async function mailSecondPerson(
  tx: Tx,
  proposedByStaffId: Id<'staff'>,
  {
    subject,
    iban = '',
    isReplacing = false,
  }: { subject: AwaitedSubject; iban?: string | undefined; isReplacing?: boolean },
): Promise<void> {
  const { proposer, deciders } = await listOtherDeciders(tx, permission, proposedByStaffId)
  const url = operatorLink(pageOfAwaited(subject))
  for (const { email: to, fullName: name, locale } of deciders)
    await queueMail(tx, {
      to,
      locale,
      template: 'second-person-awaited',
      params: { name, proposer, subject, isReplacing, ibanEnd: iban.slice(-4), url },
    })
}
