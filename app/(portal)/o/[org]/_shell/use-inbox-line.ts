'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useSince } from '~/components/compute/use-since'
import type { IconName } from '~/components/ui/display/icon'
import type { InboxItem } from '~/lib/inbox/client'
import { formatDate, formatDateTime, formatMoney, type Locale } from '~/lib/kernel/text/format'
import { startOfParisDay } from '~/lib/kernel/time/paris-day'
import type { WaitingSignature } from '~/lib/ordering/client'
import { routes } from '~/lib/routes'

export type InboxLine = {
  id: string
  icon: IconName
  tone: 'bad' | 'warn' | 'info'
  title: string
  text: string | null
  /** Where the item is dealt with, and the label of the way there. */
  href: string
  act: string
}

/** Returns a function that writes an item of the inbox as a line. */
export function useInboxLine(organisationId: string): (item: InboxItem) => InboxLine {
  const t = useTranslations('inbox')
  const since = useSince()
  const locale = useLocale() as Locale
  const { org } = routes
  const day = (of: string) => formatDate(startOfParisDay(of), locale)
  const money = (cents: string) => formatMoney(BigInt(cents), locale)
  const facts = (
    { project, monthlyCents, until }: Omit<WaitingSignature, 'quoteId'>,
    key: 'facts' | 'factsMore',
  ) => t(key, { project, price: money(monthlyCents), until: formatDateTime(new Date(until), locale) })
  return (item) => {
    switch (item.kind) {
      case 'overdue': {
        const [first, ...others] = item.documents
        return {
          id: 'overdue',
          icon: 'alert',
          tone: 'bad',
          title: t('overdue.title', {
            count: item.documents.length,
            day: day(item.dueOn),
            amount: money(item.openCents),
          }),
          text: t(item.isFormal ? 'overdue.formal' : 'overdue.text'),
          href:
            first && others.length === 0
              ? org.billingDocument(organisationId, first)
              : org.billing(organisationId),
          act: t('overdue.act'),
        }
      }
      case 'approval':
        return {
          id: item.orderId,
          icon: 'check',
          tone: 'warn',
          title: t(item.change ? 'approval.titleChange' : 'approval.title', {
            by: item.placedBy ?? t('approval.unknown'),
            number: item.number,
          }),
          text: facts(item, item.change ? 'factsMore' : 'facts'),
          href: org.orderDetail(organisationId, item.orderId),
          act: t('approval.see'),
        }
      case 'signature':
        return {
          id: item.quoteId,
          icon: 'pen',
          tone: 'warn',
          title: t('signature.title', { number: item.number }),
          text: facts(item, 'facts'),
          href: org.quote(organisationId, item.quoteId),
          act: t('signature.act'),
        }
      case 'failed_server':
        return {
          id: item.id,
          icon: 'server',
          tone: 'bad',
          title: t('failed_server.title', { name: item.name }),
          text: null,
          href: org.instance(organisationId, item.id),
          act: t('failed_server.act'),
        }
      case 'alarm':
        return {
          id: item.id,
          icon: 'alert',
          tone: 'bad',
          title: t('alarm.title', { name: item.name, count: item.probes, at: since(item.since) }),
          text: null,
          href: org.instance(organisationId, item.id),
          act: t('alarm.act'),
        }
      case 'ticket':
        return {
          id: item.id,
          icon: 'chat',
          tone: 'info',
          title: t('ticket.title', { subject: item.subject }),
          text: t('ticket.text', { reference: item.reference, at: since(item.since) }),
          href: org.ticket(organisationId, item.id),
          act: t('ticket.act'),
        }
      case 'no_key':
        return {
          id: 'no_key',
          icon: 'key',
          tone: 'info',
          title: t('no_key.title'),
          text: t('no_key.text'),
          href: org.keys(organisationId),
          act: t('no_key.act'),
        }
      case 'budget':
        return {
          id: item.id,
          icon: 'gauge',
          tone: toneOf(item.percent),
          title: t('budget.title', { name: item.name, percent: item.percent }),
          text: null,
          href: org.budgets(organisationId),
          act: t('budget.act'),
        }
      case 'purchase_order':
        return {
          id: item.id,
          icon: 'gauge',
          tone: toneOf(item.percent),
          title: t('purchase_order.title', { number: item.number, percent: item.percent }),
          text: t('purchase_order.text', { day: day(item.endsOn) }),
          href: org.purchaseOrder(organisationId, item.id),
          act: t('purchase_order.act'),
        }
      case 'deleted_server':
        return {
          id: item.id,
          icon: 'server',
          tone: 'info',
          title: t('deleted_server.title', { name: item.name }),
          text:
            item.until && t('deleted_server.text', { until: formatDateTime(new Date(item.until), locale) }),
          href: org.instance(organisationId, item.id),
          act: t('deleted_server.act'),
        }
    }
  }
}

/** Of what is used up, in percent. */
const toneOf = (percent: number) => (percent >= 100 ? 'bad' : 'warn')
