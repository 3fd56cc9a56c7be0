import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { AuthCard } from '~/components/layout/auth-card'
import { ClientMessages } from '~/components/layout/client-messages'
import { TextLink } from '~/components/ui/links/text-link'
import { listOwnJoinRequests } from '~/lib/identity'
import { routes } from '~/lib/routes'
import { JoinRequestList } from '../_components/join-request-list'
import { JoinForm } from './_components/join-form'
import { askToJoinAction } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('identity.join'))('title') }
}

export default defineSignedInPage('portal', async ({ ctx }) => {
  const t = await getTranslations('identity')
  const requests = await listOwnJoinRequests(ctx)
  return (
    <AuthCard
      title={t('join.title')}
      lead={t('join.lead')}
      wide
      footer={<TextLink href={routes.account.start()}>{t('account.title')}</TextLink>}
    >
      <ClientMessages namespaces={['identity']}>
        <JoinForm action={askToJoinAction} />
      </ClientMessages>
      {requests.length > 0 && (
        <div className="mt-6">
          <JoinRequestList requests={requests} />
        </div>
      )}
    </AuthCard>
  )
})
