import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { FormDialog } from '~/components/form/form-dialog'
import { ClientMessages } from '~/components/layout/client-messages'
import { Callout } from '~/components/ui/display/callout'
import { EmptyState } from '~/components/ui/display/empty-state'
import { PageHeader } from '~/components/ui/display/page-header'
import { NumberField } from '~/components/ui/fields/number-field'
import { mayStaff } from '~/lib/identity'
import { getForecast } from '~/lib/relocation'
import { byUrgency } from '~/lib/relocation/client'
import { routes } from '~/lib/routes'
import { CalmCard } from './_components/calm-card'
import { ResourceCard } from './_components/resource-card'
import { setForecastThresholdAction } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('forecast')
  return { title: t('title') }
}

/** The exhaustion date of each resource of a zone, with its history. */
export default defineSignedInPage('operator', async ({ ctx, params }) => {
  const t = await getTranslations('forecast')
  const { zone, warnDays, resources } = await getForecast(ctx, params.zone ?? '')
  const { near, calm } = byUrgency(resources)
  return (
    <ClientMessages namespaces={['forecast']}>
      <PageHeader
        back={{ href: routes.operator.zone(zone.id), label: zone.name }}
        reference={zone.code}
        title={t('title')}
        lead={t('lead', { days: warnDays })}
        actions={
          mayStaff(ctx, 'inventory:change') && (
            <FormDialog
              label={t('threshold')}
              title={t('threshold')}
              submit={t('save')}
              done={t('saved')}
              action={setForecastThresholdAction}
              extra={{ zoneId: zone.id }}
            >
              <NumberField
                name="warnDays"
                label={t('warnDays')}
                hint={t('warnDaysHint')}
                min={1}
                max={730}
                defaultValue={warnDays}
              />
            </FormDialog>
          )
        }
      />
      <div className="grid gap-4">
        {resources.length === 0 ? (
          <EmptyState title={t('empty.title')}>{t('empty.text')}</EmptyState>
        ) : (
          <>
            {near.length > 0 && (
              <div className="grid items-start gap-4 lg:grid-cols-2">
                {near.map((resource) => (
                  <ResourceCard key={resource.resource} forecast={resource} warnDays={warnDays} />
                ))}
              </div>
            )}
            {calm.length > 0 && <CalmCard forecasts={calm} />}
            <Callout tone="info" title={t('method.title')}>
              {t('method.text')}
            </Callout>
          </>
        )}
      </div>
    </ClientMessages>
  )
})
