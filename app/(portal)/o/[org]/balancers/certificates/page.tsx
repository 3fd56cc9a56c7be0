import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { PageHeader } from '~/components/ui/display/page-header'
import { listCertificates } from '~/lib/resources'
import { routes } from '~/lib/routes'
import { AddCertificate } from './_components/add-certificate'
import { CertificateTable } from './_components/certificate-table'
import { OrderCertificate } from './_components/order-certificate'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('certificates'))('title') }
}

/** The certificates that load balancers of the organisation may show. */
export default defineOrganisationPage(async ({ ctx }) => {
  const t = await getTranslations('certificates')
  const b = await getTranslations('balancers')
  const { organisationId } = ctx.membership
  const { certificates, projects, orderable } = await listCertificates(ctx)
  const refusal = projects.length > 0 ? undefined : t('mayNot')
  return (
    <ClientMessages namespaces={['certificates']}>
      <PageHeader
        back={{ href: routes.org.balancers(organisationId), label: b('title') }}
        title={t('title')}
        lead={t('lead')}
        actions={
          <>
            {orderable && (
              <OrderCertificate
                organisationId={organisationId}
                balancers={orderable}
                isMoving={certificates.some(({ order }) => order?.isMoving)}
                refusal={refusal ?? (orderable.length > 0 ? undefined : t('order.noBalancer'))}
              />
            )}
            <AddCertificate organisationId={organisationId} projects={projects} refusal={refusal} />
          </>
        }
      />
      <Card padded={false}>
        {certificates.length === 0 ? (
          <EmptyState icon="lock" title={t('empty.title')}>
            {t('empty.text')}
          </EmptyState>
        ) : (
          <CertificateTable organisationId={organisationId} certificates={certificates} />
        )}
      </Card>
    </ClientMessages>
  )
})
