import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { InstanceStatePill } from '~/components/compute/instance-state'
import { IncidentStatePill } from '~/components/incidents/incident-pills'
import { TicketStatePill } from '~/components/support/ticket-pills'
import { Money } from '~/components/ui/display/money'
import { StatePill } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import type { CustomerFile } from '~/lib/customers/client'
import { textInLocale } from '~/lib/incidents/client'
import { formatDate, type Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'

type Part<K extends keyof CustomerFile> = NonNullable<CustomerFile[K]>

/** The customer's servers with bundle, zone and host; those that do not answer come first. */
export function ServerLines({ estate, shownMax }: { estate: Part<'estate'>; shownMax?: number }) {
  const t = useTranslations('customers')
  return (
    <Lines empty={t('noServers')}>
      {estate.servers
        .slice(0, shownMax)
        .map(({ id, name, state, silentSince, bundle, zone, project, hostId, host }) => (
          <Line
            key={id}
            title={<span className="font-medium">{name}</span>}
            detail={
              <>
                {bundle} · {project} · {zone}
                {hostId && host && (
                  <>
                    {' · '}
                    <TextLink className="whitespace-nowrap" href={routes.operator.host(hostId)}>
                      {host}
                    </TextLink>
                  </>
                )}
              </>
            }
          >
            <InstanceStatePill state={state} health={silentSince ? { since: silentSince } : null} />
          </Line>
        ))}
    </Lines>
  )
}

/** Unpaid invoices with what is left to pay, the first due first. */
export function InvoiceLines({ account, shownMax }: { account: Part<'account'>; shownMax: number }) {
  const t = useTranslations('customers')
  const locale = useLocale() as Locale
  return (
    <Lines empty={t('noInvoices')}>
      {account.open.slice(0, shownMax).map(({ id, number, dueOn, openCents, isLate }) => (
        <Line
          key={id}
          title={<TextLink href={routes.operator.billingDocument(id)}>{number}</TextLink>}
          detail={t('dueOn', { day: formatDate(new Date(`${dueOn}T12:00:00Z`), locale) })}
        >
          <Money cents={BigInt(openCents)} />
          {isLate && <StatePill tone="bad">{t('isLate')}</StatePill>}
        </Line>
      ))}
    </Lines>
  )
}

export const ticketsShown = 5

/** Tickets, open ones first; `currentId` is the one in view and is left out. */
export function TicketLines({ tickets, currentId }: { tickets: Part<'tickets'>; currentId?: string }) {
  const t = useTranslations('customers')
  return (
    <Lines empty={currentId ? t('noOtherTickets') : t('noTickets')}>
      {tickets.tickets
        .filter(({ id }) => id !== currentId)
        .slice(0, ticketsShown)
        .map(({ id, reference, subject, state, lastMessageAt }) => (
          <Line
            key={id}
            title={<TextLink href={routes.operator.ticket(id)}>{`${reference} ${subject}`}</TextLink>}
            detail={<Timestamp at={new Date(lastMessageAt)} look="short" />}
          >
            <TicketStatePill state={state} />
          </Line>
        ))}
    </Lines>
  )
}

/** Incidents that touched the customer, live ones first. */
export function IncidentLines({ incidents }: { incidents: Part<'incidents'> }) {
  const t = useTranslations('customers')
  const locale = useLocale() as Locale
  return (
    <Lines empty={t('noIncidents')}>
      {incidents.incidents.map((incident) => (
        <Line
          key={incident.id}
          title={
            <TextLink href={routes.operator.incident(incident.id)}>
              {textInLocale(incident, 'title', locale)}
            </TextLink>
          }
          detail={<Timestamp at={new Date(incident.startedAt)} look="short" />}
        >
          <IncidentStatePill state={incident.state} repairedAt={incident.repairedAt} />
        </Line>
      ))}
    </Lines>
  )
}

/** Members with their role, and for support when they were last seen. */
export function PeopleLines({ people }: { people: Part<'people'> }) {
  const t = useTranslations('customers')
  const identity = useTranslations('identity')
  return (
    <Lines empty={t('noPeople')}>
      {people.map(({ id, fullName, email, role, hasSecondFactor, lastSeenAt }) => (
        <Line
          key={id}
          title={<span className="font-medium">{fullName}</span>}
          detail={
            <>
              {identity(`role.${role}`)} · {email}
              {hasSecondFactor === false && ` · ${t('oneFactor')}`}
            </>
          }
        >
          {hasSecondFactor !== null && (
            <span className="text-sm text-ink-2">
              {lastSeenAt
                ? t.rich('lastSeen', { at: () => <Timestamp at={new Date(lastSeenAt)} look="short" /> })
                : t('notSeen')}
            </span>
          )}
        </Line>
      ))}
    </Lines>
  )
}

function Lines({ empty, children }: { empty: string; children: readonly ReactNode[] }) {
  if (children.length === 0) return <p className="px-4.5 py-3 text-ink-2">{empty}</p>
  return <ul className="divide-y divide-line">{children}</ul>
}

function Line({ title, detail, children }: { title: ReactNode; detail: ReactNode; children: ReactNode }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4.5 py-2.5">
      <span className="min-w-0 flex-1 basis-36 wrap-anywhere">
        {title}
        <span className="block text-sm text-ink-2">{detail}</span>
      </span>
      {children}
    </li>
  )
}
