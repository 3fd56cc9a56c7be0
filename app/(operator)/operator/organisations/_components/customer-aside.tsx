import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { Money } from '~/components/ui/display/money'
import { StatePill } from '~/components/ui/display/state-pill'
import { LinkButton } from '~/components/ui/links/link-button'
import { TextLink } from '~/components/ui/links/text-link'
import type { CustomerFile } from '~/lib/customers/client'
import { routes } from '~/lib/routes'
import { IncidentLines, InvoiceLines, ServerLines, TicketLines } from './customer-lines'

type Props = {
  file: CustomerFile
  /** Where it closes: the page that it was opened on. */
  closeHref: string
  ticketId?: string
}

const invoicesShown = 3

/** The customer next to a ticket or a case: figures first, then what needs attention. */
export function CustomerAside({ file, closeHref, ticketId }: Props) {
  const t = useTranslations('customers')
  const money = useTranslations('money')
  const { estate, account, tickets, incidents } = file
  const figures = [
    ...(estate
      ? [
          {
            key: 'running',
            term: t('running'),
            value: t('runningOf', { running: estate.counts.running, all: estate.counts.instances }),
          },
        ]
      : []),
    ...(account
      ? [
          {
            key: 'toDate',
            term: money('toDate'),
            value: <Money cents={BigInt(account.toDateCents)} />,
          },
          {
            key: 'owed',
            term: t('owed'),
            value: (
              <span className="inline-flex flex-wrap items-center justify-end gap-x-2">
                <Money cents={BigInt(account.openCents)} />
                {account.overdueCents !== '0' && <StatePill tone="bad">{t('isLate')}</StatePill>}
              </span>
            ),
          },
        ]
      : []),
  ]
  return (
    <Card
      id="customer"
      title={<TextLink href={routes.operator.organisation(file.id)}>{file.name}</TextLink>}
      padded={false}
      actions={
        <LinkButton size="sm" href={closeHref}>
          {t('close')}
        </LinkButton>
      }
    >
      <DescriptionList items={figures} />
      {estate && (
        <Section title={t('servers')}>
          <ServerLines estate={estate} />
        </Section>
      )}
      {account && account.open.length > 0 && (
        <Section title={t('invoices')}>
          <InvoiceLines account={account} shownMax={invoicesShown} />
        </Section>
      )}
      {tickets && (
        <Section title={ticketId ? t('otherTickets') : t('tickets')}>
          <TicketLines tickets={tickets} {...(ticketId && { currentId: ticketId })} />
        </Section>
      )}
      {incidents && incidents.incidents.length > 0 && (
        <Section title={t('incidents')}>
          <IncidentLines incidents={incidents} />
        </Section>
      )}
    </Card>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-t border-line">
      <h3 className="px-4.5 pt-3 text-sm text-ink-3">{title}</h3>
      {children}
    </section>
  )
}
