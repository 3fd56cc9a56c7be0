import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { AnswerPromise, PriorityPill } from '~/components/support/ticket-pills'
import { TicketThread } from '~/components/support/ticket-thread'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import { routes } from '~/lib/routes'
import type { StaffTicketView } from '~/lib/support/client'
import { AssignTicket } from './assign-ticket'
import { TicketForms } from './ticket-forms'

type Props = {
  ticket: StaffTicketView
  viewerId: string
  mayAnswer: boolean
  /** The customer's page; null without the right. */
  customerHref: string | null
  /** Shows the customer next to the ticket. */
  customerToggle: ReactNode
  /** The customer, once shown. */
  customer: ReactNode
}

/** One ticket: messages, internal notes and the answer form; next to them the requester and the deadlines. */
export function TicketPanel({ ticket, viewerId, mayAnswer, customerHref, customerToggle, customer }: Props) {
  const t = useTranslations('support')
  const isClosed = ticket.state === 'closed'
  return (
    <div className="grid min-w-0 items-start gap-4 xl:grid-cols-[minmax(0,1fr)_19rem]">
      <div className="grid min-w-0 gap-4">
        <Card title={t('thread.title')} padded={false}>
          <TicketThread thread={ticket.thread} fileHref={routes.operator.ticketAttachment} />
        </Card>
        {ticket.notes.length > 0 && (
          <Card title={t('desk.notes')} note={t('desk.notesHint')} padded={false}>
            <ol className="divide-y divide-line">
              {ticket.notes.map((note) => (
                <li key={note.id} className="grid gap-1 px-4.5 py-3">
                  <p className="flex flex-wrap items-baseline justify-between gap-x-4">
                    <strong className="font-semibold">{note.author ?? '–'}</strong>
                    <span className="text-sm text-ink-3">
                      <Timestamp at={new Date(note.at)} look="short" />
                    </span>
                  </p>
                  <p className="whitespace-pre-wrap wrap-anywhere">{note.body}</p>
                </li>
              ))}
            </ol>
          </Card>
        )}
        {mayAnswer && <TicketForms key={ticket.id} ticketId={ticket.id} isClosed={isClosed} />}
      </div>
      <div className="grid min-w-0 gap-4">
        <Card padded={false}>
          <DescriptionList
            items={[
              {
                key: 'organisation',
                term: t('desk.organisation'),
                value: customerHref ? (
                  <TextLink href={routes.operator.organisation(ticket.organisationId)}>
                    {ticket.organisation}
                  </TextLink>
                ) : (
                  ticket.organisation
                ),
              },
              { key: 'openedBy', term: t('list.openedBy'), value: ticket.openedBy ?? '–' },
              {
                key: 'openedAt',
                term: t('detail.openedAt'),
                value: <Timestamp at={new Date(ticket.openedAt)} />,
              },
              { key: 'category', term: t('list.category'), value: t(`category.${ticket.category}`) },
              {
                key: 'priority',
                term: t('list.priority'),
                value: <PriorityPill priority={ticket.priority} />,
              },
              { key: 'answer', term: t('list.answer'), value: <AnswerPromise answer={ticket.answer} /> },
              ...(ticket.project ? [{ key: 'project', term: t('list.project'), value: ticket.project }] : []),
              ...(ticket.resource
                ? [{ key: 'resource', term: t('detail.resource'), value: ticket.resource.name }]
                : []),
            ]}
          />
          {customerToggle && <div className="border-t border-line px-4.5 py-3">{customerToggle}</div>}
          <div className="border-t border-line p-4.5">
            <AssignTicket
              ticketId={ticket.id}
              assigned={ticket.assigned}
              staff={ticket.staff}
              viewerId={viewerId}
              blocked={!mayAnswer ? t('desk.noRight') : isClosed ? t('detail.isClosed') : undefined}
            />
          </div>
        </Card>
        {customer}
      </div>
    </div>
  )
}
