import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { memberContext } from '~/app/_server/context'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { titleNaming } from '~/app/_server/page-title'
import { ClientMessages } from '~/components/layout/client-messages'
import { LevelCard } from '~/components/sla/level-card'
import { may } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { listServerChoices, readChangeWaits, readCopyAccess } from '~/lib/ordering'
import {
  getInstance,
  hasUserData,
  inspectInstance,
  listResizeChoices,
  readProbes,
  readTraffic,
} from '~/lib/resources'
import { instanceIdParameter } from '~/lib/resources/schema'
import { routes } from '~/lib/routes'
import { readResourceLevel } from '~/lib/sla'
import { readCommitment } from '~/lib/usage'
import { InstanceScreen } from './_components/instance-screen'
import { TrafficCard } from './_components/traffic-card'

type Props = { params: Promise<{ org: string; id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, { org, id }] = [await getTranslations('compute.instances'), await params]
  const title = await titleNaming(t('title'), async () => {
    const instanceId = readId(id)
    return (await getInstance(await memberContext(org), { instanceId })).instance.name
  })
  return { title }
}

function readId(text: string | undefined) {
  const parsed = instanceIdParameter.safeParse({ id: text })
  if (!parsed.success) throw new DomainError('not_found')
  return parsed.data.id
}

export default defineOrganisationPage(async ({ ctx, params }) => {
  const input = { instanceId: readId(params.id) }
  const [initial, resizeChoices] = [await inspectInstance(ctx, input), await listResizeChoices(ctx, input)]
  const level = await readResourceLevel(ctx, { resourceId: input.instanceId })
  return (
    <ClientMessages
      namespaces={[
        'compute',
        'ordering',
        'provisioning',
        'balancers.onServer',
        'balancers.health',
        'metrics',
        'snapshots',
        'commitments',
        'timeline',
        'probes',
      ]}
    >
      <InstanceScreen
        organisationId={ctx.membership.organisationId}
        initial={initial}
        resizeChoices={resizeChoices}
        commitment={await readCommitment(ctx, { resourceId: input.instanceId })}
        level={
          level && (
            <LevelCard
              level={level}
              evidenceHref={routes.org.serviceLevelEvidence(ctx.membership.organisationId, level.id)}
            />
          )
        }
        traffic={<TrafficCard traffic={await readTraffic(ctx, input)} />}
        hasUserData={await hasUserData(ctx, input)}
        probes={await readProbes(ctx, input)}
        serverChoices={await listServerChoices(ctx, input)}
        copyAccess={await readCopyAccess(ctx, input)}
        changeWaits={await readChangeWaits(ctx, { resourceId: input.instanceId })}
        rights={{
          operate: may(ctx, 'instance:operate'),
          remove: may(ctx, 'instance:delete'),
          order: may(ctx, 'order:place'),
          console: may(ctx, 'instance:console'),
        }}
      />
    </ClientMessages>
  )
})
