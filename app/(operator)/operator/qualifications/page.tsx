import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { PageHeader } from '~/components/ui/display/page-header'
import { mayStaff } from '~/lib/identity'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { listQualifications } from '~/lib/qualifications'
import { DeclareQualification } from './_components/qualification-actions'
import { QualificationTable } from './_components/qualification-table'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('qualifications'))('title') }
}

/** What the operator declares of its certifications and labels to everyone. */
export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('qualifications')
  const entries = await listQualifications(ctx)
  const mayChange = mayStaff(ctx, 'contract:publish')
  const today = parisDay(ctx.now)
  return (
    <ClientMessages namespaces={['qualifications']}>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={mayChange && <DeclareQualification today={today} />}
      />
      <div className="grid gap-4">
        {!mayChange && <Callout tone="off">{t('mayNot')}</Callout>}
        <Card padded={false}>
          <QualificationTable entries={entries} today={today} mayChange={mayChange} />
        </Card>
      </div>
    </ClientMessages>
  )
})
