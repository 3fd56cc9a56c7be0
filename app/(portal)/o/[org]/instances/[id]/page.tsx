import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { memberContext } from '~/app/_server/context'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { titleNaming } from '~/app/_server/page-title'
import { thinOut } from '~/components/chart/line-path'
import { ClientMessages } from '~/components/layout/client-messages'
import { LevelCard } from '~/components/sla/level-card'
import { titleOfTab } from '~/components/ui/links/tab-title'
import { may } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { listServerChoices, readChangeWaits, readCopyAccess } from '~/lib/ordering'
import {
  getInstance,
  getInstanceMetrics,
  hasUserData,
  inspectInstance,
  listResizeChoices,
  readProbes,
  readTraffic,
} from '~/lib/resources'
import { instanceIdParameter } from '~/lib/resources/schema'
import { instanceTabs, routes } from '~/lib/routes'
import { readResourceLevel } from '~/lib/sla'
import { readCommitment } from '~/lib/usage'
import { InstanceScreen } from './_components/instance-screen'
import { TrafficCard } from './_components/traffic-card'

type Props = {
  params: Promise<{ org: string; id: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const [t, { org, id }] = [await getTranslations('compute.instances'), await params]
  const title = await titleNaming(t('title'), async () => {
    const instanceId = readId(id)
    return (await getInstance(await memberContext(org), { instanceId })).instance.name
  })
  const { tab: wanted } = await searchParams
  const tab = instanceTabs.find((each) => each === wanted)
  return { title: tab ? titleOfTab((await getTranslations('compute.tabs'))(tab), title) : title }
}

function readId(text: string | undefined) {
  const parsed = instanceIdParameter.safeParse({ id: text })
  if (!parsed.success) throw new DomainError('not_found')
  return parsed.data.id
}

/** As many points as a small picture shows. */
const glancePoints = 60

/** The last hour's usage, for the first paint. */
async function readGlance(ctx: OpContext, input: { instanceId: Id<'instance'> }) {
  const series = await getInstanceMetrics(ctx, { id: input.instanceId, range: 'hour' })
  return { ...series, points: thinOut(series.points, glancePoints) }
}

export default defineOrganisationPage(async ({ ctx, params }) => {
  const input = { instanceId: readId(params.id) }
  const [initial, resizeChoices] = [await inspectInstance(ctx, input), await listResizeChoices(ctx, input)]
  const level = await readResourceLevel(ctx, { resourceId: input.instanceId })
  return (
    <ClientMessages
      namespaces={[
        'errors',
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
        glance={await readGlance(ctx, input)}
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
