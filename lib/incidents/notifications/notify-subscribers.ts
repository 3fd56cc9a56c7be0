import type { Tx } from '~/db/client'
import { keepKey } from '~/db/kept-key'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { subscriptionToken } from '../status/subscription-token'
import { listConfirmedSubscribers } from './queries/notifications'

type News = { title: { fr: string; en: string }; text: { fr: string; en: string } }

/** Mails every subscriber of the status page, with an unsubscribe link. */
export async function notifySubscribers(tx: Tx, news: News): Promise<void> {
  const key = await keepKey(tx, 'links')
  for (const { id, email, locale } of await listConfirmedSubscribers(tx))
    await queueMail(tx, {
      to: email,
      locale,
      template: 'status-news',
      params: {
        ...news,
        url: portalLink(routes.status()),
        unsubscribeUrl: portalLink(routes.statusUnsubscribe(subscriptionToken(key, id))),
      },
    })
}
