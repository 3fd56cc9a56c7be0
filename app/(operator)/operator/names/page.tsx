import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { PageHeader } from '~/components/ui/display/page-header'
import { mayStaff } from '~/lib/identity'
import { readNameService } from '~/lib/names'
import { readAcme } from '~/lib/resources'
import { AcmeCard } from './_components/acme-card'
import { DifferenceTable } from './_components/difference-table'
import { ServiceCard } from './_components/service-card'
import { SetService } from './_components/set-service'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('nameService'))('title') }
}

/** The DNS server that holds the names of servers, and what differs from the rows. */
export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('nameService')
  const { service, counts, differences } = await readNameService(ctx)
  const acme = await readAcme(ctx)
  const refusal = mayStaff(ctx, 'inventory:change') ? undefined : t('mayNot')
  return (
    <ClientMessages namespaces={['nameService', 'acme']}>
      <PageHeader title={t('title')} lead={t('lead')} />
      {service === null ? (
        <Card>
          <EmptyState
            icon="server"
            title={t('empty.title')}
            action={<SetService service={null} refusal={refusal} variant="primary" />}
          >
            {t('empty.text')}
          </EmptyState>
        </Card>
      ) : (
        <div className="grid gap-5">
          <ServiceCard service={service} counts={counts} refusal={refusal} />
          <Card title={t('differences')} padded={false}>
            {differences.length === 0 ? (
              <EmptyState icon="check" title={t('same.title')}>
                {t('same.text')}
              </EmptyState>
            ) : (
              <DifferenceTable differences={differences} refusal={refusal} />
            )}
          </Card>
        </div>
      )}
      <div className="mt-5">
        <AcmeCard acme={acme} refusal={refusal} />
      </div>
    </ClientMessages>
  )
})
