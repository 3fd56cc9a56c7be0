import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/card'
import { EmptyState } from '~/components/ui/empty-state'
import { PageHeader } from '~/components/ui/page-header'
import { RelativeTime } from '~/components/ui/relative-time'
import { TextLink } from '~/components/ui/text-link'
import { quotaAmount } from '~/lib/compute/client'
import { mayStaff } from '~/lib/identity'
import { formatShare, type Locale } from '~/lib/kernel/format'
import { readQuotaQueue } from '~/lib/limits'
import { routes } from '~/lib/routes'
import { QuotaDecision } from './_components/quota-decision'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('quotas'))('title') }
}

/** Requests that no rule accepted, each with what there is to decide on. */
export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('quotas')
  const locale = (await getLocale()) as Locale
  const entries = await readQuotaQueue(ctx)
  const refusal = mayStaff(ctx, 'moderation:decide') ? undefined : t('mayNot')
  return (
    <ClientMessages namespaces={['quotas']}>
      <PageHeader title={t('title')} lead={t('lead')} />
      <Card padded={false}>
        <DataTable
          caption={t('title')}
          rows={entries}
          rowKey={(entry) => entry.id}
          columns={[
            {
              id: 'who',
              header: t('who'),
              cell: ({ organisation, organisationId, project, requestedBy }) => (
                <>
                  <TextLink href={routes.operator.organisation(organisationId)}>{organisation}</TextLink>
                  <span className="block text-sm text-ink-3">
                    {project} · {requestedBy}
                  </span>
                </>
              ),
            },
            {
              id: 'asked',
              header: t('asked'),
              cell: ({ resource, limitAsked, facts }) => (
                <>
                  {t(`resource.${resource}`)}
                  <span className="block whitespace-nowrap tabular-nums">
                    {t('fromTo', {
                      from: quotaAmount(resource, facts?.limit ?? 0, locale),
                      to: quotaAmount(resource, limitAsked, locale),
                    })}
                  </span>
                </>
              ),
            },
            {
              id: 'facts',
              header: t('facts'),
              cell: ({ facts, resource }) =>
                facts && (
                  <ul className="text-sm">
                    <li>{t('inUse', { share: formatShare(facts.used, facts.limit, locale) })}</li>
                    <li>
                      {facts.utilisationPercent === null
                        ? t('notMeasured')
                        : t('working', { percent: facts.utilisationPercent })}
                    </li>
                    <li>{t('tier', { tier: quotaAmount(resource, facts.nextTier, locale) })}</li>
                  </ul>
                ),
            },
            {
              id: 'reason',
              header: t('why'),
              cell: ({ reason }) => (
                <span className="block max-w-md whitespace-pre-wrap wrap-anywhere">{reason}</span>
              ),
            },
            {
              id: 'since',
              header: t('since'),
              cell: ({ createdAt }) => <RelativeTime at={new Date(createdAt)} />,
            },
            {
              id: 'actions',
              header: t('actions'),
              cell: ({ id, organisation, resource, limitAsked }) => (
                <QuotaDecision
                  requestId={id}
                  what={t('what', {
                    organisation,
                    resource: t(`resource.${resource}`),
                    limit: quotaAmount(resource, limitAsked, locale),
                  })}
                  refusal={refusal}
                />
              ),
              csv: () => '',
            },
          ]}
          empty={
            <EmptyState icon="check" title={t('emptyTitle')}>
              {t('empty')}
            </EmptyState>
          }
        />
      </Card>
    </ClientMessages>
  )
})
