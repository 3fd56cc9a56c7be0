import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { signedInContext } from '~/app/_server/context'
import { defineSignedInPage } from '~/app/_server/define-page'
import { titleNaming } from '~/app/_server/page-title'
import { DeliveryCard } from '~/components/billing/delivery-card'
import { DocumentFacts } from '~/components/billing/document-facts'
import { DocumentFiles } from '~/components/billing/document-files'
import { DocumentLines } from '~/components/billing/document-lines'
import { StandingPill } from '~/components/billing/standing-pill'
import { ClientMessages } from '~/components/layout/client-messages'
import { Callout } from '~/components/ui/display/callout'
import { PageHeader } from '~/components/ui/display/page-header'
import { TextLink } from '~/components/ui/links/text-link'
import { inspectDeliveries, inspectDocument } from '~/lib/billing'
import { documentParams } from '~/lib/billing/schema'
import { mayStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { routes } from '~/lib/routes'
import { CreditInvoice } from './_components/credit-invoice'

type Props = { params: Promise<{ document: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, { document }] = [await getTranslations('billingRuns'), await params]
  const numberOf = async () =>
    (await inspectDocument(await signedInContext(), { documentId: readId(document) })).summary.number ?? ''
  return { title: await titleNaming(t('tab.documents'), numberOf) }
}

function readId(text: string | undefined): Id<'invoice'> {
  const parsed = documentParams.safeParse({ documentId: text })
  if (!parsed.success) throw new DomainError('not_found')
  return parsed.data.documentId
}

/** One document as issued, for staff, with an action to credit an invoice. */
export default defineSignedInPage('operator', async ({ ctx, params }) => {
  const t = await getTranslations('billing')
  const words = await getTranslations('billingRuns')
  const documentId = readId(params.document)
  const { summary, content, corrections, corrects } = await inspectDocument(ctx, { documentId })
  return (
    <ClientMessages namespaces={['billingRuns']}>
      <PageHeader
        back={{ href: routes.operator.billingDocuments(), label: words('tab.documents') }}
        title={t(`named.${summary.kind}`, { number: summary.number })}
        state={summary.kind === 'invoice' && <StandingPill standing={summary.standing} />}
        reference={content.buyer.name}
        actions={
          <>
            <DocumentFiles
              pdfHref={routes.operator.documentFile(documentId, 'pdf')}
              ciiHref={routes.operator.documentFile(documentId, 'cii')}
            />
            {summary.kind === 'invoice' && (
              <CreditInvoice
                documentId={documentId}
                lines={content.lines.map(({ position, label, detail }) => ({
                  position,
                  label: [label, detail].filter(Boolean).join(' · '),
                }))}
                refusal={mayStaff(ctx, 'billing:credit') ? undefined : words('mayNot')}
              />
            )}
          </>
        }
      />
      {corrects && (
        <Callout tone="info" className="mb-4">
          {t('correctsText')}{' '}
          <TextLink href={routes.operator.billingDocument(corrects.id)}>{corrects.number}</TextLink>
        </Callout>
      )}
      {corrections.length > 0 && (
        <Callout tone="info" className="mb-4">
          {t('correctedText')}{' '}
          {corrections.map((each, index) => (
            <span key={each.id}>
              {index > 0 && ', '}
              <TextLink href={routes.operator.billingDocument(each.id)}>{each.number}</TextLink>
            </span>
          ))}
        </Callout>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,5fr)_minmax(0,2fr)]">
        <DocumentLines
          content={content}
          creditsHref={(period) => routes.operator.serviceCredits({ period })}
        />
        <div className="grid gap-4">
          <DocumentFacts content={content} />
          <DeliveryCard deliveries={await inspectDeliveries(ctx, { documentId })} />
        </div>
      </div>
    </ClientMessages>
  )
})
