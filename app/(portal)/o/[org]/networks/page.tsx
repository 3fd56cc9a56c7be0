import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { RefreshOn } from '~/app/_client/refresh-on'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { PageHeader } from '~/components/ui/display/page-header'
import { LinkButton } from '~/components/ui/links/link-button'
import { may } from '~/lib/identity'
import { listNamesPage } from '~/lib/names'
import { readAddressReferences } from '~/lib/ordering'
import { listAddresses, listNetworks, readNetworkForm } from '~/lib/resources'
import { routes } from '~/lib/routes'
import { AddressesCard } from './_components/addresses-card'
import { CreateNetwork } from './_components/create-network'
import { NamesCard } from './_components/names-card'
import { NetworkCard } from './_components/network-card'
import { createNetworkAction } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('networks'))('title') }
}

/** The organisation's public addresses, its private networks and their inbound rules. */
export default defineOrganisationPage(async ({ ctx }) => {
  const t = await getTranslations('networks')
  const { organisationId } = ctx.membership
  const [networks, addresses] = [await listNetworks(ctx), await listAddresses(ctx)]
  const names = await listNamesPage(ctx)
  const mayOrder = may(ctx, 'order:place')
  const offer = await readNetworkForm(ctx)
  const refusal = may(ctx, 'instance:operate') ? undefined : t('mayNot')
  return (
    <ClientMessages
      namespaces={[
        'names',
        'networks',
        'firewall',
        'provisioning',
        'ordering.references',
        'compute.networks',
      ]}
    >
      {/* A name's address is published after its server has it: nothing on the page may be pending meanwhile. */}
      <RefreshOn topics={['resources']} />
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          <>
            {networks.length > 0 && (
              <LinkButton href={routes.org.networkMap(organisationId)}>{t('map.open')}</LinkButton>
            )}
            <CreateNetwork
              organisationId={organisationId}
              offer={offer}
              refusal={offer.projects.length === 0 ? t('manage.mayNot') : undefined}
              action={createNetworkAction}
            />
          </>
        }
      />
      <div className="mb-5">
        <AddressesCard
          organisationId={organisationId}
          page={addresses}
          references={mayOrder ? await readAddressReferences(ctx) : null}
          refusals={{ order: mayOrder ? undefined : t('address.mayNot'), operate: refusal }}
        />
      </div>
      {names && (
        <div className="mb-5">
          <NamesCard organisationId={organisationId} page={names} refusal={refusal} />
        </div>
      )}
      {networks.length === 0 ? (
        <Card>
          <EmptyState icon="server" title={t('empty.title')}>
            {t('empty.text')}
          </EmptyState>
        </Card>
      ) : (
        <div className="grid gap-5">
          {networks.map((network) => (
            <NetworkCard
              key={network.id}
              organisationId={organisationId}
              network={network}
              refusal={refusal}
            />
          ))}
        </div>
      )}
    </ClientMessages>
  )
})
