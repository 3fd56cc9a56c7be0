import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { signedInContext } from '~/app/_server/context'
import { defineSignedInPage } from '~/app/_server/define-page'
import { titleNaming } from '~/app/_server/page-title'
import { ClientMessages } from '~/components/layout/client-messages'
import { readTableState } from '~/components/table/table-state'
import { PageHeader } from '~/components/ui/display/page-header'
import { LinkButton } from '~/components/ui/links/link-button'
import { getPlaceName } from '~/lib/datacentre'
import { zoneDisplayState } from '~/lib/datacentre/client'
import { mayStaff } from '~/lib/identity'
import { getZone } from '~/lib/placement'
import { listAddressPools } from '~/lib/resources'
import { routes } from '~/lib/routes'
import { ReachCallout } from '../../_components/reach-callout'
import { ZonePill } from '../../_components/zone-pill'
import { AddButtons } from './_components/add-buttons'
import { AddressesCard } from './_components/addresses-card'
import { CapacityCards } from './_components/capacity-cards'
import { HeadroomCallout } from './_components/headroom-callout'
import { PlacementCallout } from './_components/placement-callout'
import { PoolsCard } from './_components/pools-card'
import { RoomsOfRacks } from './_components/rooms-of-racks'
import { SitesCard } from './_components/sites-card'

type Props = { params: Promise<{ zone: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, { zone }] = [await getTranslations('inventory'), await params]
  return { title: await titleNaming(t('title'), async () => getPlaceName(await signedInContext(), zone)) }
}

export default defineSignedInPage('operator', async ({ ctx, params, searchParams }) => {
  const t = await getTranslations('inventory')
  const tRebalance = await getTranslations('rebalance')
  const tPlanning = await getTranslations('planning')
  const tForecast = await getTranslations('forecast')
  const zoneId = params.zone ?? ''
  const { page } = readTableState(searchParams, {
    pathname: routes.operator.zone(zoneId),
    sortable: [],
    defaultSort: 'name',
  })
  const detail = await getZone(ctx, zoneId, page)
  const { zone, sites, headroom, fits, packing } = detail
  const pools = await listAddressPools(ctx, { zoneId: zone.id })
  const mayChange = mayStaff(ctx, 'inventory:change')
  return (
    <ClientMessages namespaces={['inventory']}>
      <PageHeader
        back={{ href: routes.operator.inventory(), label: t('title') }}
        reference={zone.code}
        title={zone.name}
        state={<ZonePill zone={zone} />}
        lead={t('zone.size', { hosts: zone.hosts, open: zone.hostsOpen, racks: zone.racks })}
        actions={
          <>
            <LinkButton size="sm" href={routes.operator.forecast(zone.id)}>
              {tForecast('open')}
            </LinkButton>
            <LinkButton size="sm" href={routes.operator.plan(zone.id)}>
              {tPlanning('plan.open')}
            </LinkButton>
            <LinkButton size="sm" href={routes.operator.rebalance(zone.id)}>
              {tRebalance('open')}
            </LinkButton>
            {mayChange && <AddButtons zoneId={zone.id} sites={sites} />}
          </>
        }
      />
      <div className="grid gap-4">
        {zone.reach && zoneDisplayState(zone) === 'unreachable' && <ReachCallout reach={zone.reach} />}
        <HeadroomCallout zone={zone} headroom={headroom} mayChange={mayChange} />
        <PlacementCallout zone={zone} packing={packing} mayChange={mayChange} />
        <CapacityCards zone={zone} fits={fits}>
          <PoolsCard zone={zone} mayChange={mayChange} />
          <AddressesCard zoneId={zone.id} pools={pools} mayChange={mayChange} />
        </CapacityCards>
        <RoomsOfRacks detail={detail} searchParams={searchParams} />
        <SitesCard sites={sites} mayChange={mayChange} />
      </div>
    </ClientMessages>
  )
})
