import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { PageHeader } from '~/components/ui/display/page-header'
import { StatePill } from '~/components/ui/display/state-pill'
import { showPlatform } from '~/lib/platform'
import { ChecksCard } from './_components/checks-card'
import { OutgoingCards } from './_components/outgoing-cards'
import { ProcessesCard } from './_components/processes-card'
import { WorkCards } from './_components/work-cards'
import { ZonesCard } from './_components/zones-card'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('platform'))('title') }
}

export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('platform')
  const view = await showPlatform(ctx)
  const looks = view.checks.filter(({ verdict }) => verdict === 'look').length
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        state={
          <StatePill tone={looks > 0 ? 'warn' : 'ok'}>
            {looks > 0 ? t('looks', { count: looks }) : t('allWell')}
          </StatePill>
        }
      />
      <div className="grid gap-5">
        <ChecksCard view={view} />
        <ProcessesCard processes={view.processes} />
        <WorkCards view={view} />
        <ZonesCard zones={view.zones} />
        <OutgoingCards view={view} />
      </div>
    </>
  )
})
