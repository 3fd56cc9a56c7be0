import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { RefreshOn } from '~/app/_client/refresh-on'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { ModerationThread } from '~/components/identity/moderation-thread'
import { ClientMessages } from '~/components/layout/client-messages'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { PageHeader } from '~/components/ui/display/page-header'
import { StatePill } from '~/components/ui/display/state-pill'
import { organisationTone } from '~/lib/identity/client'
import { readModerationStatus } from '~/lib/moderation'
import { AnswerForm } from './_components/answer-form'
import { Standing } from './_components/standing'
import { resubmitOrganisationAction } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('moderation.standing'))('title') }
}

/** The state of the application: awaited side, since when, its thread, and the answer form. */
export default defineOrganisationPage(async ({ ctx }) => {
  const t = await getTranslations()
  const standing = await readModerationStatus(ctx)
  const { organisation, thread, waitsFor } = standing
  const isOwner = ctx.membership.role === 'owner'
  return (
    <>
      <RefreshOn topics={['inbox']} />
      <PageHeader
        title={t('moderation.standing.title')}
        lead={t('moderation.standing.lead', { name: organisation.legalName })}
        state={
          <StatePill tone={organisationTone[organisation.state]}>
            {t(`identity.state.${organisation.state}`)}
          </StatePill>
        }
      />
      <div className="grid gap-5 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] lg:items-start">
        <div className="grid gap-5">
          <Standing standing={standing} />
          {waitsFor === 'applicant' && !isOwner && (
            <Callout tone="info">{t('moderation.standing.ownersAnswer')}</Callout>
          )}
          {waitsFor === 'applicant' && isOwner && (
            <ClientMessages namespaces={['identity', 'moderation']}>
              <AnswerForm organisation={organisation} action={resubmitOrganisationAction} />
            </ClientMessages>
          )}
        </div>
        <Card title={t('moderation.standing.thread')} padded={false}>
          <ModerationThread thread={thread} />
        </Card>
      </div>
    </>
  )
})
