import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { Money } from '~/components/ui/display/money'
import { StatePill } from '~/components/ui/display/state-pill'
import { TextLink } from '~/components/ui/links/text-link'
import type { CustomerFile } from '~/lib/customers/client'
import { routes } from '~/lib/routes'
import { IncidentLines, InvoiceLines, ServerLines, TicketLines, ticketsShown } from './customer-lines'
import { usePartNote } from './use-part-note'

type Props = {
  file: CustomerFile
  /** The ticket in view, which is left out. */
  ticketId?: string
}

const serversShown = 4
const invoicesShown = 3

/** The customer next to a ticket or a case: figures first, then what needs attention. */
export function CustomerAside({ file, ticketId }: Props) {
  const t = useTranslations('customers')
  const money = useTranslations('money')
  const note = usePartNote()
  const { estate, account, tickets, incidents } = file
  const figures = [
    ...(estate
      ? [
          {
            key: 'running',
            term: t('running'),
            value: t('runningOf', { running: estate.counts.running, all: estate.total }),
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
    >
      <DescriptionList items={figures} />
      {estate && (
        <Section
          title={t('servers')}
          note={note(estate.total, Math.min(estate.servers.length, serversShown))}
        >
          <ServerLines estate={estate} shownMax={serversShown} />
        </Section>
      )}
      {account && account.open.length > 0 && (
        <Section title={t('invoices')} note={note(account.open.length, invoicesShown)}>
          <InvoiceLines account={account} shownMax={invoicesShown} />
        </Section>
      )}
      {tickets && (
        <Section
          title={ticketId ? t('otherTickets') : t('tickets')}
          note={note(tickets.open - (ticketId ? 1 : 0), ticketsShown, 'ofOpen')}
        >
          <TicketLines tickets={tickets} {...(ticketId && { currentId: ticketId })} />
        </Section>
      )}
      {incidents && incidents.incidents.length > 0 && (
        <Section title={t('incidents')} note={note(incidents.total, incidents.incidents.length)}>
          <IncidentLines incidents={incidents} />
        </Section>
      )}
    </Card>
  )
}

type SectionProps = { title: string; note: string | undefined; children: ReactNode }

function Section({ title, note, children }: SectionProps) {
  return (
    <section className="border-t border-line">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3 px-4.5 pt-3 text-sm text-ink-3">
        <h3>{title}</h3>
        {note && <p>{note}</p>}
      </div>
      {children}
    </section>
  )
}
