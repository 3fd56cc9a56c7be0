import type { Tx } from '~/db/client'
import { keepKey } from '~/db/kept-key'
import type { Id } from '~/lib/kernel/ids'
import type { Locale } from '~/lib/kernel/text/locale'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { listConfirmedRecipients } from './queries/alert-recipients'
import { recipientToken } from './token'

type Alert =
  | {
      template: 'budget-reached-outside'
      params: { budget: string; percent: string; spent: string; amount: string }
    }
  | {
      template: 'purchase-order-outside'
      params: { number: string; percent: number; usedCents: string; ceilingCents: string }
    }

/**
 * In `tx`: mails this to every confirmed address of the organisation, in its language, except those of members
 * in `told`, who were notified already. Recipients have no account: the only link in the mail removes the
 * address.
 */
export async function notifyRecipients(
  tx: Tx,
  organisationId: Id<'organisation'>,
  notified: readonly { email: string }[],
  alertIn: (locale: Locale) => Alert,
): Promise<void> {
  const key = await keepKey(tx, 'links')
  for (const { recipient, organisation } of await listConfirmedRecipients(tx, organisationId)) {
    if (notified.some(({ email }) => email === recipient.email)) continue
    const common = { organisation, url: portalLink(routes.alertRecipient(recipientToken(key, recipient))) }
    const mail = { to: recipient.email, locale: recipient.locale }
    const alert = alertIn(recipient.locale)
    if (alert.template === 'budget-reached-outside')
      await queueMail(tx, { ...mail, template: alert.template, params: { ...common, ...alert.params } })
    else await queueMail(tx, { ...mail, template: alert.template, params: { ...common, ...alert.params } })
  }
}
