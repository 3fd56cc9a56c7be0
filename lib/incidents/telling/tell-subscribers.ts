import type { Tx } from '~/db/client'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { subscriptionToken } from '../status/subscription-token'
import { listConfirmedSubscribers } from './queries/tellings'

type News = { title: { fr: string; en: string }; text: { fr: string; en: string } }

/** Everybody who subscribes to the status page gets this by mail, with the way out of it. */
export async function tellSubscribers(tx: Tx, news: News): Promise<void> {
  for (const { id, email, locale } of await listConfirmedSubscribers(tx))
    await queueMail(tx, {
      to: email,
      locale,
      template: 'status-news',
      params: {
        ...news,
        url: portalLink(routes.status()),
        unsubscribeUrl: portalLink(routes.statusUnsubscribe(subscriptionToken(id))),
      },
    })
}
