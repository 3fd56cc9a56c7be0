import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { memberContext } from '~/app/_server/context'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { titleNaming } from '~/app/_server/page-title'
import { ClientMessages } from '~/components/layout/client-messages'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { Money } from '~/components/ui/display/money'
import { PageHeader } from '~/components/ui/display/page-header'
import { may } from '~/lib/identity'
import { formatDate, formatMoney, type Locale } from '~/lib/kernel/text/format'
import { getPurchaseOrder } from '~/lib/ordering'
import { routes } from '~/lib/routes'
import { ValidityPill } from '../_components/validity-pill'
import { AmendDialog } from './_components/amend-dialog'
import { AttachDocument } from './_components/attach-document'
import { BurnDown } from './_components/burn-down'

type Props = { params: Promise<{ org: string; purchaseOrder: string }> }

/** Title and page share one read. */
const read = cache(async (org: string, id: string) => getPurchaseOrder(await memberContext(org), { id }))

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, { org, purchaseOrder }] = [await getTranslations('buying.purchaseOrders'), await params]
  return { title: await titleNaming(t('title'), async () => (await read(org, purchaseOrder)).number) }
}

export default defineOrganisationPage(async ({ ctx, params }) => {
  const t = await getTranslations('buying.detail')
  const p = await getTranslations('buying.purchaseOrders')
  const locale = (await getLocale()) as Locale
  const { organisationId } = ctx.membership
  const order = await read(params.org ?? '', params.purchaseOrder ?? '')
  const day = (text: string) => formatDate(new Date(`${text}T12:00:00Z`), locale)
  const money = (cents: string) => formatMoney(BigInt(cents), locale)
  const refusal = may(ctx, 'organisation:update') ? undefined : p('mayNot')
  const left = BigInt(order.ceilingCents) - BigInt(order.usedCents)
  return (
    <ClientMessages namespaces={['errors', 'buying']}>
      <PageHeader
        back={{ href: routes.org.purchaseOrders(organisationId), label: t('back') }}
        title={order.number}
        state={<ValidityPill state={order.state} />}
        actions={
          <AmendDialog
            key={`${order.ceilingCents} ${order.endsOn}`}
            organisationId={organisationId}
            purchaseOrderId={order.id}
            ceiling={typedAmount(BigInt(order.ceilingCents), locale)}
            endsOn={order.endsOn}
            refusal={refusal}
          />
        }
      />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,5fr)_minmax(0,3fr)]">
        <div className="grid min-w-0 gap-4">
          <BurnDown order={order} formatAxis={(cents) => formatMoney(BigInt(Math.round(cents)), locale)} />
          <Card title={t('amendments')} padded={order.amendments.length === 0}>
            {order.amendments.length === 0 ? (
              <p className="text-ink-2">{t('noAmendment')}</p>
            ) : (
              <ul className="divide-y divide-line">
                {order.amendments.map((each) => (
                  <li key={each.id} className="px-4.5 py-2.5">
                    <p>
                      {t(each.endsOn === each.endsOnBefore ? 'amendmentCeiling' : 'amendment', {
                        before: money(each.ceilingBeforeCents),
                        after: money(each.ceilingCents),
                        endBefore: day(each.endsOnBefore),
                        end: day(each.endsOn),
                      })}
                    </p>
                    <p className="text-sm text-ink-2">{each.reason}</p>
                    <p className="text-sm text-ink-3">
                      {t('by', { by: each.by ?? '–', date: formatDate(new Date(each.at), locale) })}
                    </p>
                  </li>
                ))}
              </ul>
            )}
          </Card>
        </div>
        <div className="grid min-w-0 gap-4">
          <Card padded={false}>
            <DescriptionList
              items={[
                { key: 'ceiling', term: t('ceiling'), value: <Money cents={BigInt(order.ceilingCents)} /> },
                { key: 'used', term: t('used'), value: <Money cents={BigInt(order.usedCents)} /> },
                { key: 'left', term: t('left'), value: <Money cents={left > 0n ? left : 0n} /> },
                {
                  key: 'committed',
                  term: t('committed'),
                  value: <Money cents={BigInt(order.committedCents)} />,
                },
                {
                  key: 'exhausted',
                  term: t('exhausted'),
                  value: order.exhaustedOn ? day(order.exhaustedOn) : t('lasts'),
                },
                {
                  key: 'validity',
                  term: t('validity'),
                  value: p('from', { from: day(order.startsOn), to: day(order.endsOn) }),
                },
              ]}
            />
          </Card>
          <Card title={t('documents')}>
            <div className="grid gap-4">
              {order.documents.length === 0 ? (
                <p className="text-ink-2">{t('noDocument')}</p>
              ) : (
                <ul className="grid gap-2">
                  {order.documents.map((each) => (
                    <li key={each.id}>
                      <a
                        href={routes.org.purchaseOrderDocument(organisationId, each.id)}
                        download
                        aria-label={t('download', { name: each.name })}
                        className="text-brand underline underline-offset-2"
                      >
                        {each.name}
                      </a>
                      <span className="block text-sm text-ink-3">
                        {t('by', { by: each.by ?? '–', date: formatDate(new Date(each.at), locale) })}
                      </span>
                    </li>
                  ))}
                </ul>
              )}
              <AttachDocument organisationId={organisationId} purchaseOrderId={order.id} refusal={refusal} />
            </div>
          </Card>
        </div>
      </div>
    </ClientMessages>
  )
})

/** In typed form: `12000,50`. */
function typedAmount(cents: bigint, locale: Locale): string {
  return `${cents / 100n}${locale === 'fr' ? ',' : '.'}${String(cents % 100n).padStart(2, '0')}`
}
