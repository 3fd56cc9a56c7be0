import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { PageHeader } from '~/components/ui/page-header'
import { StatePill } from '~/components/ui/state-pill'
import { mayStaff } from '~/lib/identity'
import { getHost } from '~/lib/inventory'
import { hostTones } from '~/lib/inventory/client'
import { formatDateTime, type Locale } from '~/lib/kernel/format'
import { isId } from '~/lib/kernel/ids'
import { routes } from '~/lib/routes'
import { AllocationTable } from './_components/allocation-table'
import { CapacityCard } from './_components/capacity-card'
import { LabelsCard } from './_components/labels-card'
import { StateCard } from './_components/state-card'
import { changeHostStateAction, relabelHostAction } from './actions'

type Props = { params: Promise<{ host: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const general = (await getTranslations('inventory'))('title')
  const id = (await params).host
  return { title: isId('host', id) ? `${id} · ${general}` : general }
}

export default defineSignedInPage('operator', async ({ ctx, params, searchParams }) => {
  const t = await getTranslations('inventory')
  const locale = (await getLocale()) as Locale
  const { host, place, allocations } = await getHost(ctx, params.host ?? '')
  const mayChange = mayStaff(ctx, 'inventory:change')
  return (
    <>
      <PageHeader
        back={{ href: routes.operator.inventory(), label: t('host.back') }}
        title={<span className="font-mono">{host.name}</span>}
        state={<StatePill tone={hostTones[host.state]}>{t(`state.${host.state}`)}</StatePill>}
        lead={t(place.zone === place.site ? 'host.placeShort' : 'host.place', place)}
      />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="grid min-w-0 gap-4">
          <CapacityCard host={host} />
          <AllocationTable host={host} allocations={allocations} searchParams={searchParams} />
        </div>
        <div className="grid min-w-0 gap-4">
          <ClientMessages namespaces={['inventory']}>
            <StateCard
              host={host}
              since={t('host.since', { date: formatDateTime(new Date(host.stateChangedAt), locale) })}
              mayChange={mayChange}
              action={changeHostStateAction}
            />
            <LabelsCard host={host} mayChange={mayChange} action={relabelHostAction} />
          </ClientMessages>
        </div>
      </div>
    </>
  )
})
