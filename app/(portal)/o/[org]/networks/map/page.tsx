import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { PageHeader } from '~/components/ui/display/page-header'
import { listAddresses, listBalancers, listNetworks } from '~/lib/resources'
import { routes } from '~/lib/routes'
import { MapTable } from './_components/map-table'
import { NetworkDrawing } from './_components/network-drawing'
import { readMapFacts } from './_components/read-map-facts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('networks.map'))('title') }
}

/** The private networks of each project as a drawing and as a table. */
export default defineOrganisationPage(async ({ ctx }) => {
  const t = await getTranslations('networks.map')
  const n = await getTranslations('networks')
  const { organisationId } = ctx.membership
  const texts = {
    internet: t('internet'),
    everyPort: t('everyPort'),
    noExit: n('noExit'),
    peering: n('peering.traffic'),
    hiddenPeer: n('peering.hidden'),
  }
  const [networks, { addresses }] = [await listNetworks(ctx), await listAddresses(ctx)]
  const balancers = await listBalancers(ctx, {})
  const projects = [...new Set(networks.map(({ projectName }) => projectName))]
  return (
    <>
      <PageHeader
        back={{ href: routes.org.networks(organisationId), label: n('title') }}
        title={t('title')}
        lead={t('lead')}
      />
      {projects.length === 0 ? (
        <Card>
          <EmptyState icon="server" title={n('empty.title')}>
            {n('empty.text')}
          </EmptyState>
        </Card>
      ) : (
        <div className="grid gap-5">
          {projects.map((projectName) => {
            const own = networks.filter((network) => network.projectName === projectName)
            const facts = readMapFacts(own, addresses, balancers, texts)
            const counts = {
              project: projectName,
              networks: own.length,
              servers: own.reduce((sum, { servers }) => sum + servers.length, 0),
            }
            return (
              <Card key={projectName} title={projectName} padded={false}>
                <div className="p-4.5">
                  <NetworkDrawing facts={facts} summary={t('summary', counts)} />
                </div>
                <MapTable
                  organisationId={organisationId}
                  facts={facts}
                  label={t('table', { project: projectName })}
                />
              </Card>
            )
          })}
        </div>
      )}
    </>
  )
})
