import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Callout } from '~/components/ui/display/callout'
import { EmptyState } from '~/components/ui/display/empty-state'
import { readEreporting } from '~/lib/billing'
import { mayStaff } from '~/lib/identity'
import { formatDate, type Locale } from '~/lib/kernel/text/format'
import { DeclarationTable } from './_components/declaration-table'
import { ServiceLists } from './_components/service-lists'
import { SettingsCard } from './_components/settings-card'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('ereporting')
  return { title: t('title') }
}

/** E-reporting of sales without a domestic e-invoice, and the services to declare to the customs authority. */
export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('ereporting')
  const locale = (await getLocale()) as Locale
  const view = await readEreporting(ctx)
  if (!view) return <EmptyState title={t('none')}>{t('noneText')}</EmptyState>
  const refusal = mayStaff(ctx, 'billing:settle') ? undefined : t('mayNot')
  const day = (text: string) => formatDate(new Date(`${text}T12:00:00Z`), locale)
  const urgent = view.declarations.filter(({ isUrgent }) => isUrgent)
  const lists = view.services.filter(({ isUrgent }) => isUrgent)
  return (
    <ClientMessages namespaces={['ereporting']}>
      <div className="grid gap-5">
        {urgent.length > 0 && (
          <Callout tone="warn" title={t('urgent', { count: urgent.length })}>
            {t('urgentText', { day: day(urgent.map(({ dueOn }) => dueOn).sort()[0] ?? '') })}
          </Callout>
        )}
        {lists.map(({ month, dueOn }) => (
          <Callout key={month} tone="warn" title={t('listUrgent', { day: day(dueOn) })} />
        ))}
        <DeclarationTable declarations={view.declarations} refusal={refusal} />
        <ServiceLists services={view.services} />
        <SettingsCard settings={view.settings} refusal={refusal} />
      </div>
    </ClientMessages>
  )
})
