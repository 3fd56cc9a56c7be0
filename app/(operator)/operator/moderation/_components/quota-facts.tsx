import { useLocale, useTranslations } from 'next-intl'
import { DescriptionList } from '~/components/ui/display/description-list'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import type { QuotaQueueEntry } from '~/lib/budgets/client'
import { formatShare, type Locale } from '~/lib/kernel/text/format'
import { quotaAmount } from '~/lib/resources/client'
import { routes } from '~/lib/routes'

/** The requester, the requested limit with its reason, current usage, and what the rule would have granted. */
export function QuotaFacts({ found }: { found: QuotaQueueEntry }) {
  const t = useTranslations('cases')
  const locale = useLocale() as Locale
  const { facts, resource } = found
  const amount = (value: number) => quotaAmount(resource, value, locale)
  return (
    <DescriptionList
      items={[
        {
          key: 'who',
          term: t('organisation'),
          value: (
            <TextLink href={routes.operator.organisation(found.organisationId)}>
              {found.organisation}
            </TextLink>
          ),
        },
        { key: 'project', term: t('project'), value: found.project },
        {
          key: 'by',
          term: t('askedBy'),
          value: (
            <>
              {found.requestedBy}
              <span className="block text-sm text-ink-3">
                <Timestamp at={new Date(found.createdAt)} />
              </span>
            </>
          ),
        },
        {
          key: 'asked',
          term: t(`resource.${resource}`),
          value: t('fromTo', { from: amount(facts?.limit ?? 0), to: amount(found.limitAsked) }),
        },
        ...(facts
          ? [
              { key: 'used', term: t('inUse'), value: formatShare(facts.used, facts.limit, locale) },
              {
                key: 'working',
                term: t('working'),
                value:
                  facts.utilisationPercent === null
                    ? t('notMeasured')
                    : t('percent', { percent: facts.utilisationPercent }),
              },
              { key: 'tier', term: t('tier'), value: amount(facts.nextTier) },
            ]
          : []),
        {
          key: 'why',
          term: t('why'),
          value: <span className="whitespace-pre-wrap">{found.reason}</span>,
        },
      ]}
    />
  )
}
