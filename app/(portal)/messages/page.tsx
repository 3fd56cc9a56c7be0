import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { definePublicPage } from '~/app/_server/define-page'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { PageHeader } from '~/components/ui/display/page-header'
import { Timestamp } from '~/components/ui/display/timestamp'
import { LinkButton } from '~/components/ui/links/link-button'
import { listMailbox } from '~/lib/mail'
import { routes } from '~/lib/routes'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth.mailbox'))('title') }
}

export default definePublicPage('portal', async ({ ctx }) => {
  const t = await getTranslations('auth.mailbox')
  const mails = await listMailbox(ctx)
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <Card padded={false}>
        <DataTable
          caption={t('caption')}
          rows={mails}
          rowKey={(mail) => mail.id}
          rowHref={(mail) => routes.mail(mail.id)}
          exportable={false}
          empty={
            <EmptyState
              title={t('empty')}
              action={<LinkButton href={routes.signUp()}>{t('emptyAction')}</LinkButton>}
            >
              {t('emptyText')}
            </EmptyState>
          }
          columns={[
            { id: 'subject', header: t('subject'), cell: (mail) => mail.subject },
            { id: 'recipient', header: t('recipient'), cell: (mail) => mail.recipient },
            {
              id: 'createdAt',
              header: t('sentAt'),
              cell: (mail) => <Timestamp at={new Date(mail.createdAt)} look="short" />,
            },
          ]}
        />
      </Card>
    </>
  )
})
