import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { definePublicPage } from '~/app/_server/define-page'
import { QuotePill } from '~/app/(portal)/o/[org]/quotes/_components/quote-pill'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { Money } from '~/components/ui/display/money'
import { PageHeader } from '~/components/ui/display/page-header'
import { Timestamp } from '~/components/ui/display/timestamp'
import { FileLink } from '~/components/ui/links/file-link'
import { LinkButton } from '~/components/ui/links/link-button'
import { showSharedQuote } from '~/lib/ordering'
import { routes } from '~/lib/routes'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('quotes')
  return { title: t('shared.title'), referrer: 'no-referrer', robots: { index: false } }
}

/** One quote for everyone who has its link: document, price, validity; signing requires sign-in. */
export default definePublicPage('portal', async ({ ctx, params }) => {
  const t = await getTranslations('quotes')
  const secret = params.secret ?? ''
  const quote = await showSharedQuote(ctx, { secret })
  const page = routes.org.quote(quote.organisationId, quote.quoteId)
  const isOpen = quote.state === 'open'
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader
        title={t('named', { number: quote.number })}
        reference={t('version', { version: quote.version })}
        state={<QuotePill state={quote.state} />}
        lead={t('shared.lead')}
      />
      <Card padded={false}>
        <DescriptionList
          items={[
            {
              key: 'price',
              term: t('perMonthHt'),
              value: (
                <span className="font-display text-2xl font-bold">
                  <Money cents={BigInt(quote.monthlyCents)} />
                </span>
              ),
            },
            {
              key: 'valid',
              term: t('validUntil'),
              value: <Timestamp at={new Date(Date.parse(quote.validUntil) - 1)} look="date" />,
            },
            {
              key: 'hash',
              term: t('hash'),
              value: <code className="text-xs wrap-anywhere text-ink-2">{quote.documentHash}</code>,
            },
          ]}
        />
        <div className="flex flex-wrap gap-2 border-t border-line p-4.5">
          <FileLink href={routes.sharedQuoteFile(secret)}>{t('file')}</FileLink>
          {isOpen && (
            <LinkButton href={routes.signIn(page)} variant="primary">
              {t('shared.signIn')}
            </LinkButton>
          )}
        </div>
      </Card>
    </div>
  )
})
