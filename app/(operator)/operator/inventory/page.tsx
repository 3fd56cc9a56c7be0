import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { EmptyState } from '~/components/ui/display/empty-state'
import { PageHeader } from '~/components/ui/display/page-header'
import { LinkButton } from '~/components/ui/links/link-button'
import { listInventory, listRackOverviews, listSites } from '~/lib/datacentre'
import { zoneDisplayState } from '~/lib/datacentre/client'
import { mayStaff } from '~/lib/identity'
import { routes } from '~/lib/routes'
import { ExportHostsLink } from './_components/export-hosts-link'
import { Legend } from './_components/legend'
import { ReachCallout } from './_components/reach-callout'
import { SiteMap } from './_components/site-map'
import { ZonePill } from './_components/zone-pill'
import { ZoneRacks } from './_components/zone-racks'
import { ZoneStats } from './_components/zone-stats'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('inventory'))('title') }
}

/** All zones, each with its racks and hosts and its free capacity. */
export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('inventory')
  const tImport = await getTranslations('import')
  const [zones, sites] = [await listInventory(ctx), await listSites(ctx)]
  const overviews = await listRackOverviews(
    ctx,
    zones.map(({ id }) => id),
  )
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          <>
            <ExportHostsLink />
            {mayStaff(ctx, 'inventory:change') && (
              <LinkButton href={routes.operator.importHosts()}>{tImport('open')}</LinkButton>
            )}
          </>
        }
      />
      {zones.length === 0 ? (
        <EmptyState icon="server" title={t('empty.title')}>
          {t('empty.text')}
        </EmptyState>
      ) : (
        <div className="grid gap-8">
          {sites.length > 0 && <SiteMap sites={sites} />}
          <Legend />
          {zones.map((zone) => (
            <section key={zone.id} aria-labelledby={zone.id} className="grid gap-4">
              <div className="flex flex-wrap items-center gap-3">
                <h2 id={zone.id} className="text-xl">
                  <Link href={routes.operator.zone(zone.id)} className="hover:text-brand hover:underline">
                    {zone.name}
                  </Link>{' '}
                  <span className="font-mono text-sm font-normal text-ink-3">{zone.code}</span>
                </h2>
                <ZonePill zone={zone} />
                <span className="text-ink-2">
                  {t('zone.size', { hosts: zone.hosts, open: zone.hostsOpen, racks: zone.racks })}
                </span>
                <LinkButton
                  size="sm"
                  href={routes.operator.zone(zone.id)}
                  className="ml-auto"
                  aria-label={t('zone.openInFull', { zone: zone.name })}
                >
                  {t('zone.open')}
                </LinkButton>
              </div>
              {zone.reach && zoneDisplayState(zone) === 'unreachable' && <ReachCallout reach={zone.reach} />}
              <ZoneRacks zoneName={zone.name} overview={overviews.get(zone.id)} />
              <ZoneStats zone={zone} />
            </section>
          ))}
        </div>
      )}
    </>
  )
})
