import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { definePublicPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { ConfirmForm } from './_components/confirm-form'
import { confirmEmailAction } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth.confirmation'))('title'), referrer: 'no-referrer' }
}

/** Opening the link does not use it up: mail scanners open links before people do. */
export default definePublicPage('portal', async ({ params }) => {
  return (
    <ClientMessages namespaces={['auth']}>
      <ConfirmForm secret={params.secret ?? ''} action={confirmEmailAction} />
    </ClientMessages>
  )
})
