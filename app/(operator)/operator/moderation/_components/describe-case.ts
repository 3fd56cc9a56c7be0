import type { getTranslations } from 'next-intl/server'
import type { QuotaResource } from '~/lib/kernel/quota-resources'
import { formatMoney, type Locale } from '~/lib/kernel/text/format'
import type { CaseEntry } from '~/lib/moderation/client'
import { quotaAmount } from '~/lib/resources/client'

type Translate = Awaited<ReturnType<typeof getTranslations<'cases'>>>

/** A short description of a case, shown next to the organisation's name. */
export function describeCase(t: Translate, { kind, summary }: CaseEntry, locale: Locale): string {
  if (kind === 'quota') {
    const resource = summary.resource as QuotaResource
    return t('quotaLine', {
      resource: t(`resource.${resource}`),
      from: quotaAmount(resource, summary.from ?? 0, locale),
      to: quotaAmount(resource, summary.to ?? 0, locale),
    })
  }
  if (kind === 'organisation') return t('kind.organisation')
  return t('orderLine', {
    kind: t(`kind.${kind}`),
    number: summary.number ?? '',
    amount: formatMoney(BigInt(summary.monthlyCents ?? '0'), locale),
  })
}
