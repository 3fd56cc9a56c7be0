import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { PageHeader } from '~/components/ui/display/page-header'
import { getLegalStatus, getOrganisation, may, readSelfApproval } from '~/lib/identity'
import { AcceptDocuments } from './_components/accept-documents'
import { ApprovalCard } from './_components/approval-card'
import { BillingCard } from './_components/billing-card'
import { DocumentsCard } from './_components/documents-card'
import { LegalCard } from './_components/legal-card'
import { acceptLegalVersionsAction, changeBillingAction } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('identity.settings'))('title') }
}

export default defineOrganisationPage(async ({ ctx }) => {
  const t = await getTranslations('identity.settings')
  const organisation = await getOrganisation(ctx)
  const legal = await getLegalStatus(ctx)
  const { termsVersion, dpaVersion } = legal
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <ClientMessages namespaces={['identity']}>
        <div className="grid gap-5 lg:grid-cols-2 lg:items-start">
          {!legal.isUpToDate && (
            <div className="lg:col-span-2">
              <AcceptDocuments
                organisationId={organisation.id}
                versions={{ termsVersion, dpaVersion }}
                action={acceptLegalVersionsAction}
              />
            </div>
          )}
          <div className="grid gap-5">
            <LegalCard organisation={organisation} />
            <ApprovalCard
              organisationId={organisation.id}
              exception={await readSelfApproval(ctx)}
              refusal={may(ctx, 'approval:except') ? undefined : t('ownersOnly')}
            />
          </div>
          <BillingCard
            organisation={organisation}
            action={changeBillingAction}
            refusal={may(ctx, 'organisation:update') ? undefined : t('readOnly')}
          />
          <div className="lg:col-span-2">
            <DocumentsCard acceptances={legal.acceptances} />
          </div>
        </div>
      </ClientMessages>
    </>
  )
})
