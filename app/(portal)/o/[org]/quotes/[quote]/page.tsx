import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { memberContext } from '~/app/_server/context'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { titleNaming } from '~/app/_server/page-title'
import { ClientMessages } from '~/components/layout/client-messages'
import { EngagementCard } from '~/components/ordering/engagement-card'
import { HoldEffects } from '~/components/ordering/hold-effects'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { PageHeader } from '~/components/ui/display/page-header'
import { FileLink } from '~/components/ui/links/file-link'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { getQuote } from '~/lib/ordering'
import { quoteParams } from '~/lib/ordering/schema'
import { routes } from '~/lib/routes'
import { withdrawOrderAction } from '../../approvals/actions'
import { QuotePill } from '../_components/quote-pill'
import { askSignatureCodeAction, shareQuoteAction, signQuoteAction } from '../actions'
import { LinesCard } from './_components/lines-card'
import { QuoteActions } from './_components/quote-actions'
import { StandingCard } from './_components/standing-card'

type Props = { params: Promise<{ org: string; quote: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, { org, quote }] = [await getTranslations('quotes'), await params]
  const numberOf = async () => (await getQuote(await memberContext(org), { quoteId: readId(quote) })).number
  return { title: await titleNaming(t('title'), numberOf) }
}

function readId(text: string | undefined): Id<'quote'> {
  const parsed = quoteParams.safeParse({ quoteId: text })
  if (!parsed.success) throw new DomainError('not_found')
  return parsed.data.quoteId
}

/** One version of a quote: the document to sign, the end of its hold, and its state. */
export default defineOrganisationPage(async ({ ctx, params }) => {
  const t = await getTranslations('quotes')
  const quote = await getQuote(ctx, { quoteId: readId(params.quote) })
  const { organisationId } = ctx.membership
  return (
    <ClientMessages namespaces={['quotes', 'ordering.engagement', 'ordering.references']}>
      <PageHeader
        back={{ href: routes.org.quotes(organisationId), label: t('title') }}
        title={t('named', { number: quote.number })}
        reference={t('version', { version: quote.version })}
        state={<QuotePill state={quote.state} />}
        actions={
          <>
            <FileLink href={routes.org.quoteFile(organisationId, quote.id)} size="sm">
              {t('file')}
            </FileLink>
            <QuoteActions
              organisationId={organisationId}
              quote={quote}
              actions={{
                ask: askSignatureCodeAction,
                sign: signQuoteAction,
                share: shareQuoteAction,
                withdraw: withdrawOrderAction,
              }}
            />
          </>
        }
      />
      {quote.state === 'review' && (
        <Callout tone="info" className="mb-4">
          {t('inReview')}
        </Callout>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <LinesCard quote={quote} />
        <div className="grid gap-4">
          {['review', 'open', 'signed', 'ordered'].includes(quote.state) && (
            <EngagementCard engagement={quote.engagement} references={quote.references} />
          )}
          {quote.effects.length > 0 && (
            <Card title={t('effects')}>
              <HoldEffects effects={quote.effects} />
            </Card>
          )}
          <StandingCard organisationId={organisationId} quote={quote} />
        </div>
      </div>
    </ClientMessages>
  )
})
