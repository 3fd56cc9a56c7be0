import { useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { Money } from '~/components/ui/display/money'
import { Timestamp } from '~/components/ui/display/timestamp'
import { type EncodedDocument, formatIban } from '~/lib/billing/client'
import { startOfParisDay } from '~/lib/kernel/time/paris-day'

const referenceNames = [
  'purchaseOrder',
  'engagement',
  'serviceCode',
  'market',
  'costCentre',
  'payerSiret',
] as const

const day = (text: string) => <Timestamp at={startOfParisDay(text)} look="date" />

/** A document's dates, references, payment terms and totals. */
export function DocumentFacts({ content }: { content: EncodedDocument }) {
  const t = useTranslations('billing')
  const { references, payment, totals, period } = content
  const isInvoice = content.kind === 'invoice'
  return (
    <div className="grid gap-4">
      <Card title={t('totals')} padded={false}>
        <DescriptionList
          items={[
            { key: 'net', term: t('totalNet'), value: <Money cents={BigInt(totals.netCents)} /> },
            ...content.vat.map((each) => ({
              key: `${each.category} ${each.rateBasisPoints}`,
              term: (
                <>
                  {t('vat', { rate: each.rateBasisPoints / 10_000 })}
                  {each.exemption && (
                    <span className="block text-sm text-ink-3">{each.exemption.reason}</span>
                  )}
                </>
              ),
              value: <Money cents={BigInt(each.vatCents)} />,
            })),
            {
              key: 'gross',
              term: <strong className="text-ink">{t('totalGross')}</strong>,
              value: (
                <strong>
                  <Money cents={BigInt(totals.grossCents)} />
                </strong>
              ),
            },
          ]}
        />
      </Card>
      <Card title={t('facts')} padded={false}>
        <DescriptionList
          items={[
            { key: 'issued', term: t('issuedOn'), value: day(content.issuedOn) },
            ...(isInvoice ? [{ key: 'due', term: t('dueOn'), value: day(content.dueOn) }] : []),
            {
              key: 'period',
              term: t('period'),
              value: (
                <>
                  {day(period.from)} – {day(period.to)}
                </>
              ),
            },
            ...referenceNames.flatMap((name) =>
              references[name] ? [{ key: name, term: t(`references.${name}`), value: references[name] }] : [],
            ),
            ...(content.project ? [{ key: 'project', term: t('project'), value: content.project.name }] : []),
            ...(content.reason ? [{ key: 'reason', term: t('reason'), value: content.reason }] : []),
            ...(isInvoice
              ? [
                  { key: 'method', term: t('payment'), value: t(`methods.${payment.method}`) },
                  {
                    key: 'iban',
                    term: t('iban'),
                    value: <span className="font-mono text-sm">{formatIban(payment.iban)}</span>,
                  },
                  {
                    key: 'reference',
                    term: t('paymentReference'),
                    value: <span className="font-mono text-sm">{payment.reference}</span>,
                  },
                ]
              : []),
          ]}
        />
      </Card>
    </div>
  )
}
