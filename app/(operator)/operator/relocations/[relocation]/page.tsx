import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { mayStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { getRelocation } from '~/lib/relocation'
import { relocationIdInput } from '~/lib/relocation/schema'
import { turnRelocationAction } from '../actions'
import { LiveRelocation } from './_components/live-relocation'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('planning')
  return { title: t('one') }
}

export default defineSignedInPage('operator', async ({ ctx, params }) => {
  const parsed = relocationIdInput.safeParse({ id: params.relocation })
  if (!parsed.success) throw new DomainError('not_found')
  const relocation = await getRelocation(ctx, parsed.data)
  return (
    <ClientMessages namespaces={['planning', 'provisioning.failure']}>
      <LiveRelocation
        initial={relocation}
        mayChange={mayStaff(ctx, 'inventory:change')}
        mayAnnounce={mayStaff(ctx, 'incident:act')}
        maySeeSagas={mayStaff(ctx, 'operations:read')}
        turn={turnRelocationAction}
      />
    </ClientMessages>
  )
})
