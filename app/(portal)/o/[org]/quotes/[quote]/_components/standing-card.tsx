import { useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import type { QuoteView } from '~/lib/ordering/client'
import { routes } from '~/lib/routes'

/** The requester, the end of the hold, the signer, and the resulting order. */
export function StandingCard({ organisationId, quote }: { organisationId: string; quote: QuoteView }) {
  const t = useTranslations('quotes')
  const { signature, later } = quote
  const isHeld = ['review', 'open', 'signed'].includes(quote.state)
  return (
    <Card title={t('standing')} note={isHeld ? t('held') : t('heldNoMore')} padded={false}>
      <DescriptionList
        items={[
          {
            key: 'valid',
            term: t('validUntil'),
            value: <Timestamp at={new Date(Date.parse(quote.validUntil) - 1)} look="date" />,
          },
          { key: 'by', term: t('createdBy'), value: quote.createdBy },
          {
            key: 'at',
            term: t('createdAt'),
            value: <Timestamp at={new Date(quote.createdAt)} look="date" />,
          },
          { key: 'project', term: t('project'), value: quote.project },
          ...(signature
            ? [
                {
                  key: 'signed',
                  term: t('signedBy'),
                  value: (
                    <>
                      {signature.fullName}, {signature.capacity}
                      <span className="block text-sm text-ink-3">
                        <Timestamp at={new Date(signature.signedAt)} />
                      </span>
                    </>
                  ),
                },
              ]
            : []),
          ...(later
            ? [
                {
                  key: 'later',
                  term: t('later'),
                  value: (
                    <TextLink href={routes.org.quote(organisationId, later.id)}>
                      {t('version', { version: later.version })}
                    </TextLink>
                  ),
                },
              ]
            : []),
          {
            key: 'order',
            term: t('order'),
            value: (
              <TextLink href={routes.org.orderDetail(organisationId, quote.orderId)}>
                <span className="font-mono text-sm">{quote.orderNumber}</span>
              </TextLink>
            ),
          },
          {
            key: 'hash',
            term: t('hash'),
            value: <code className="text-xs wrap-anywhere text-ink-2">{quote.documentHash}</code>,
          },
        ]}
      />
    </Card>
  )
}
