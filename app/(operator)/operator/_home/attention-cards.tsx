import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { SilentPill } from '~/components/compute/instance-state'
import { IncidentStatePill, MaintenanceStatePill, SeverityPill } from '~/components/incidents/incident-pills'
import { AnswerPromise, PriorityPill } from '~/components/support/ticket-pills'
import { Card } from '~/components/ui/display/card'
import { StatePill } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { LinkButton } from '~/components/ui/links/link-button'
import { TextLink } from '~/components/ui/links/text-link'
import type { PendingDecisionView } from '~/lib/billing/client'
import {
  type IncidentSummary,
  type LoneFailure,
  type MaintenanceSummary,
  textInLocale,
} from '~/lib/incidents/client'
import type { Locale } from '~/lib/kernel/text/format'
import type { SilentHostView } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import type { StaffTicketEntry } from '~/lib/support/client'

const shownMax = 6

/** Live incidents, including proposed ones. */
export function IncidentsCard({ incidents }: { incidents: readonly IncidentSummary[] }) {
  const t = useTranslations('moderation.home')
  const locale = useLocale() as Locale
  return (
    <AttentionCard title={t('incidents')} href={routes.operator.incidents()} all={incidents}>
      {(incident) => (
        <Line
          key={incident.id}
          href={routes.operator.incident(incident.id)}
          title={textInLocale(incident, 'title', locale)}
          detail={incident.zone}
        >
          <Timestamp at={new Date(incident.startedAt)} look="short" />
          <SeverityPill severity={incident.severity} />
          <IncidentStatePill state={incident.state} repairedAt={incident.repairedAt} />
        </Line>
      )}
    </AttentionCard>
  )
}

/** Servers and volumes that do not answer, each for itself. */
export function LoneFailuresCard({ failures }: { failures: readonly LoneFailure[] }) {
  const t = useTranslations('incidents')
  return (
    <AttentionCard title={t('alone')} href={routes.operator.incidents()} all={failures}>
      {({ id, name, organisation, since }) => (
        <Line key={id} href={routes.operator.incidents()} title={name} detail={organisation}>
          {since && <SilentPill health={{ since }} />}
        </Line>
      )}
    </AttentionCard>
  )
}

/** Hosts that do not answer, and those declared lost. */
export function SilentHostsCard({ hosts }: { hosts: readonly SilentHostView[] }) {
  const t = useTranslations('losses.home')
  return (
    <AttentionCard title={t('title')} href={routes.operator.inventory()} all={hosts}>
      {({ id, name, zoneCode, since, servers, withoutCopy, loss }) => (
        <Line
          key={id}
          href={routes.operator.hostLoss(id)}
          title={name}
          detail={t('detail', { zone: zoneCode, count: servers, none: withoutCopy })}
        >
          <Timestamp at={new Date(since)} look="short" />
          <StatePill tone={loss === 'none' || loss === 'declared' ? 'warn' : 'bad'}>
            {t(`standing.${loss}`)}
          </StatePill>
        </Line>
      )}
    </AttentionCard>
  )
}

/** Maintenance in progress or starting within a week. */
export function MaintenanceCard({ windows }: { windows: readonly MaintenanceSummary[] }) {
  const t = useTranslations('moderation.home')
  const locale = useLocale() as Locale
  return (
    <AttentionCard title={t('maintenance')} href={routes.operator.maintenance()} all={windows}>
      {(window) => (
        <Line
          key={window.id}
          href={routes.operator.maintenanceWindow(window.id)}
          title={textInLocale(window, 'title', locale)}
          detail={window.zone}
        >
          <Timestamp at={new Date(window.startsAt)} look="short" />
          <MaintenanceStatePill state={window.state} />
        </Line>
      )}
    </AttentionCard>
  )
}

/** Proposed changes that this person may approve or refuse as second approver. */
export function AwaitedDecisionsCard({ decisions }: { decisions: readonly PendingDecisionView[] }) {
  const t = useTranslations('moderation.home')
  const s = useTranslations('sellerChanges')
  const [first] = decisions
  return (
    <AttentionCard title={t('awaited')} href={first?.page ?? ''} all={decisions}>
      {({ id, subject, page, proposedBy, proposedAt }) => (
        <Line
          key={id}
          href={page}
          title={s(`subject.${subject}`)}
          detail={t('proposedBy', { name: proposedBy })}
        >
          <Timestamp at={new Date(proposedAt)} look="short" />
        </Line>
      )}
    </AttentionCard>
  )
}

/** Tickets whose first answer is overdue. */
export function LateTicketsCard({ tickets }: { tickets: readonly StaffTicketEntry[] }) {
  const t = useTranslations('moderation.home')
  return (
    <AttentionCard title={t('lateTickets')} href={routes.operator.tickets()} all={tickets}>
      {(ticket) => (
        <Line
          key={ticket.id}
          href={routes.operator.ticket(ticket.id)}
          title={`${ticket.reference} ${ticket.subject}`}
          detail={ticket.organisation}
        >
          <PriorityPill priority={ticket.priority} />
          <AnswerPromise answer={ticket.answer} />
        </Line>
      )}
    </AttentionCard>
  )
}

type AttentionProps<T> = {
  title: string
  href: string
  all: readonly T[]
  children: (each: T) => ReactNode
}

/** The first entries with a link to the full list; renders nothing when there are none. */
function AttentionCard<T>({ title, href, all, children }: AttentionProps<T>) {
  const t = useTranslations('moderation.home')
  if (all.length === 0) return null
  return (
    <Card
      title={title}
      padded={false}
      actions={
        <LinkButton size="sm" href={href}>
          {t('seeAll', { count: all.length })}
        </LinkButton>
      }
    >
      <ul aria-label={title} className="divide-y divide-line">
        {all.slice(0, shownMax).map(children)}
      </ul>
    </Card>
  )
}

type LineProps = { href: string; title: string; detail: string | null; children: ReactNode }

function Line({ href, title, detail, children }: LineProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4.5 py-3">
      <span className="min-w-0 flex-1 basis-56 wrap-anywhere">
        <TextLink href={href}>{title}</TextLink>
        {detail && <span className="block text-sm text-ink-2">{detail}</span>}
      </span>
      {children}
    </li>
  )
}
