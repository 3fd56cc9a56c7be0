import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { memberContext } from '~/app/_server/context'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { titleNaming } from '~/app/_server/page-title'
import { ClientMessages } from '~/components/layout/client-messages'
import { AnswerPromise, PriorityPill, TicketStatePill } from '~/components/support/ticket-pills'
import { TicketThread } from '~/components/support/ticket-thread'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { PageHeader } from '~/components/ui/display/page-header'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import { DomainError } from '~/lib/kernel/errors'
import { isId } from '~/lib/kernel/ids'
import { routes } from '~/lib/routes'
import { getTicket } from '~/lib/support'
import { AnswerForm } from './_components/answer-form'
import { TicketActions } from './_components/ticket-actions'

type Props = { params: Promise<{ org: string; ticket: string }> }

/** Title and page share one read. */
const read = cache(async (org: string, ticketId: string) => {
  if (!isId('ticket', ticketId)) throw new DomainError('not_found')
  return getTicket(await memberContext(org), { ticketId })
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, { org, ticket }] = [await getTranslations('support.list'), await params]
  return { title: await titleNaming(t('title'), async () => (await read(org, ticket)).reference) }
}

export default defineOrganisationPage(async ({ ctx, params }) => {
  const t = await getTranslations('support')
  const { organisationId } = ctx.membership
  const ticket = await read(params.org ?? '', params.ticket ?? '')
  const { resource } = ticket
  const resourceHref =
    resource?.kind === 'volume'
      ? routes.org.volume(organisationId, resource.id)
      : routes.org.instance(organisationId, resource?.id ?? '')
  return (
    <ClientMessages namespaces={['errors', 'support']}>
      <PageHeader
        back={{ href: routes.org.tickets(organisationId), label: t('list.title') }}
        reference={ticket.reference}
        title={ticket.subject}
        state={<TicketStatePill state={ticket.state} isOwn />}
        actions={
          <TicketActions
            organisationId={organisationId}
            ticketId={ticket.id}
            isFollowing={ticket.isFollowing}
            isClosed={ticket.state === 'closed'}
            mayClose={ticket.mayWrite}
          />
        }
      />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,5fr)_minmax(0,2fr)]">
        <div className="grid min-w-0 gap-4">
          {ticket.closesAt && (
            <Callout tone="ok" title={t('detail.resolvedTitle')}>
              {t.rich('detail.resolved', {
                at: () => <Timestamp at={new Date(ticket.closesAt ?? '')} look="short" />,
              })}
            </Callout>
          )}
          <Card title={t('thread.title')} padded={false}>
            <TicketThread
              thread={ticket.thread}
              fileHref={(id) => routes.org.ticketAttachment(organisationId, id)}
            />
          </Card>
          {ticket.mayWrite ? (
            <Card title={t('detail.answer')}>
              <AnswerForm
                organisationId={organisationId}
                ticketId={ticket.id}
                isResolved={ticket.state === 'resolved'}
              />
            </Card>
          ) : (
            <p className="text-ink-2">{t(ticket.state === 'closed' ? 'detail.isClosed' : 'mayNot')}</p>
          )}
        </div>
        <Card padded={false}>
          <DescriptionList
            items={[
              { key: 'answer', term: t('list.answer'), value: <AnswerPromise answer={ticket.answer} /> },
              {
                key: 'priority',
                term: t('list.priority'),
                value: <PriorityPill priority={ticket.priority} />,
              },
              { key: 'category', term: t('list.category'), value: t(`category.${ticket.category}`) },
              ...(ticket.project ? [{ key: 'project', term: t('list.project'), value: ticket.project }] : []),
              ...(resource
                ? [
                    {
                      key: 'resource',
                      term: t('detail.resource'),
                      value: <TextLink href={resourceHref}>{resource.name}</TextLink>,
                    },
                  ]
                : []),
              { key: 'openedBy', term: t('list.openedBy'), value: ticket.openedBy ?? '–' },
              {
                key: 'openedAt',
                term: t('detail.openedAt'),
                value: <Timestamp at={new Date(ticket.openedAt)} />,
              },
            ]}
          />
        </Card>
      </div>
    </ClientMessages>
  )
})
