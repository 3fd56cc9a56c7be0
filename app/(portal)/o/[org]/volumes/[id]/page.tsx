import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { memberContext } from '~/app/_server/context'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { titleNaming } from '~/app/_server/page-title'
import { ClientMessages } from '~/components/layout/client-messages'
import { LevelCard } from '~/components/sla/level-card'
import { may } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { listCopyChoices, readChangeWaits } from '~/lib/ordering'
import { getVolume, inspectVolume, listBackupTargets, listGrowthChoices } from '~/lib/resources'
import { volumeIdParameter } from '~/lib/resources/schema'
import { routes } from '~/lib/routes'
import { readResourceLevel } from '~/lib/sla'
import { readCommitment } from '~/lib/usage'
import { VolumeScreen } from './_components/volume-screen'

type Props = { params: Promise<{ org: string; id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, { org, id }] = [await getTranslations('compute.volumes'), await params]
  const title = await titleNaming(t('title'), async () => {
    const volumeId = readId(id)
    return (await getVolume(await memberContext(org), { volumeId })).volume.name
  })
  return { title }
}

function readId(text: string | undefined) {
  const parsed = volumeIdParameter.safeParse({ id: text })
  if (!parsed.success) throw new DomainError('not_found')
  return parsed.data.id
}

export default defineOrganisationPage(async ({ ctx, params }) => {
  const input = { volumeId: readId(params.id) }
  const [initial, copyChoices] = [await inspectVolume(ctx, input), await listCopyChoices(ctx, input)]
  const level = await readResourceLevel(ctx, { resourceId: input.volumeId })
  return (
    <ClientMessages
      namespaces={['errors', 'compute', 'ordering', 'provisioning', 'snapshots', 'commitments', 'timeline']}
    >
      <VolumeScreen
        organisationId={ctx.membership.organisationId}
        initial={initial}
        copyChoices={copyChoices}
        growthChoices={await listGrowthChoices(ctx, input)}
        changeWaits={await readChangeWaits(ctx, { resourceId: input.volumeId })}
        commitment={await readCommitment(ctx, { resourceId: input.volumeId })}
        level={
          level && (
            <LevelCard
              level={level}
              evidenceHref={routes.org.serviceLevelEvidence(ctx.membership.organisationId, level.id)}
            />
          )
        }
        backupTargets={await listBackupTargets(ctx, input)}
        rights={{
          operate: may(ctx, 'instance:operate'),
          remove: may(ctx, 'instance:delete'),
          order: may(ctx, 'order:place'),
        }}
      />
    </ClientMessages>
  )
})
