import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { memberContext } from '~/app/_server/context'
import { defineOrganisationPage } from '~/app/_server/define-page'
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
import { getDocument, readCardOffer, readDeliveries, readEvidence } from '~/lib/billing'
import { documentParams, lineParam } from '~/lib/billing/schema'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { routes } from '~/lib/routes'
import { Evidence } from './_components/evidence'
import { PayByCard } from './_components/pay-by-card'

type Props = { params: Promise<{ org: string; document: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, { org, document }] = [await getTranslations('billing'), await params]
  const numberOf = async () =>
    (await getDocument(await memberContext(org), { documentId: readId(document) })).summary.number
  return { title: await titleNaming(t('tab.documents'), numberOf) }
}

function readId(text: string | undefined): Id<'invoice'> {
  const parsed = documentParams.safeParse({ documentId: text })
  if (!parsed.success) throw new DomainError('not_found')
  return parsed.data.documentId
}

/** One invoice or credit note as issued; each line links to its evidence. */
export default defineOrganisationPage(async ({ ctx, params, searchParams }) => {
  const t = await getTranslations('billing')
  const { organisationId } = ctx.membership
  const documentId = readId(params.document)
  const { summary, content, corrections, corrects } = await getDocument(ctx, { documentId })
  const position = lineParam.safeParse(searchParams.line).data
  const cardOffer = await readCardOffer(ctx, { documentId })
  const evidence = position ? await readEvidence(ctx, { documentId, position }) : null
  const link = (id: string) => routes.org.billingDocument(organisationId, id)
  return (
    <>
      <PageHeader
        back={{ href: routes.org.billing(organisationId), label: t('tab.documents') }}
        title={t(`named.${summary.kind}`, { number: summary.number })}
        state={summary.kind === 'invoice' && <StandingPill standing={summary.standing} />}
        actions={
          <DocumentFiles
            pdfHref={routes.org.documentFile(organisationId, documentId, 'pdf')}
            ciiHref={routes.org.documentFile(organisationId, documentId, 'cii')}
          />
        }
      />
      {corrects && (
        <Callout tone="info" className="mb-4">
          {t('correctsText')} <TextLink href={link(corrects.id)}>{corrects.number}</TextLink>
        </Callout>
      )}
      {corrections.length > 0 && (
        <Callout tone="info" className="mb-4">
          {t('correctedText')}{' '}
          {corrections.map((each, index) => (
            <span key={each.id}>
              {index > 0 && ', '}
              <TextLink href={link(each.id)}>{each.number}</TextLink>
            </span>
          ))}
        </Callout>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,5fr)_minmax(0,2fr)]">
        <DocumentLines
          content={content}
          evidenceHref={(line) => routes.org.billingLine(organisationId, documentId, line)}
          creditsHref={(period) => routes.org.serviceCredits(organisationId, { period })}
          {...(evidence && {
            opened: { position: evidence.position, evidence: <Evidence evidence={evidence} /> },
          })}
        />
        <div className="grid gap-4">
          {cardOffer && (
            <ClientMessages namespaces={['cards']}>
              <PayByCard organisationId={organisationId} documentId={documentId} offer={cardOffer} />
            </ClientMessages>
          )}
          <DocumentFacts content={content} />
          <DeliveryCard deliveries={await readDeliveries(ctx, { documentId })} />
        </div>
      </div>
    </>
  )
})
