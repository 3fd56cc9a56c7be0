import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Card } from '~/components/ui/display/card'
import { listOwnJoinRequests } from '~/lib/identity'
import { AccountHeader } from '../_components/account-header'
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
    <>
      <AccountHeader title={t('join.title')} lead={t('join.lead')} />
      <div className="grid max-w-3xl gap-5">
        <Card>
          <ClientMessages namespaces={['identity']}>
            <JoinForm action={askToJoinAction} />
          </ClientMessages>
        </Card>
        {requests.length > 0 && <JoinRequestList requests={requests} />}
      </div>
    </>
  )
})
