import { getLocale, getTranslations } from 'next-intl/server'
import { Callout } from '~/components/ui/display/callout'
import { TextLink } from '~/components/ui/links/text-link'
import type { Id } from '~/lib/kernel/ids'
import { formatMoney, formatMonth, type Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'
import type { AssessedMonthView } from '~/lib/sla/client'

type Props = { organisationId: Id<'organisation'>; month: AssessedMonthView }

/** Service credits, shown where invoices are. */
export async function LatestCredits({ organisationId, month }: Props) {
  const t = await getTranslations('serviceCredits')
  const locale = (await getLocale()) as Locale
  return (
    <Callout tone="info">
      {t('latest', {
        month: formatMonth(month.period, locale),
        count: month.breaches,
        amount: formatMoney(BigInt(month.creditCents), locale),
      })}{' '}
      <TextLink href={routes.org.serviceCredits(organisationId, { period: month.period })}>
        {t('seeMonth')}
      </TextLink>
    </Callout>
  )
}
