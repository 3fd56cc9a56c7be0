import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { memberContext } from '~/app/_server/context'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { titleNaming } from '~/app/_server/page-title'
import { ClientMessages } from '~/components/layout/client-messages'
import { PageHeader } from '~/components/ui/display/page-header'
import { consoleLimits } from '~/lib/console/client'
import { may } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { getInstance } from '~/lib/resources'
import { instanceIdParameter } from '~/lib/resources/schema'
import { routes } from '~/lib/routes'
import { ConsoleScreen } from './_components/console-screen'

type Props = { params: Promise<{ org: string; id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('console')
  const { org, id } = await params
  const title = await titleNaming(t('pageTitle'), async () => {
    const { instance } = await getInstance(await memberContext(org), { instanceId: readId(id) })
    return t('title', { name: instance.name })
  })
  return { title }
}

function readId(text: string | undefined) {
  const parsed = instanceIdParameter.safeParse({ id: text })
  if (!parsed.success) throw new DomainError('not_found')
  return parsed.data.id
}

export default defineOrganisationPage(async ({ ctx, params }) => {
  const { instance } = await getInstance(ctx, { instanceId: readId(params.id) })
  const t = await getTranslations('console')
  const { organisationId } = ctx.membership
  return (
    <div className="flex min-h-96 flex-col shell:h-[calc(100dvh-6.5rem)]">
      <PageHeader
        back={{ href: routes.org.instance(organisationId, instance.id), label: instance.name }}
        title={t('title', { name: instance.name })}
        reference={instance.id}
        lead={t('lead')}
      />
      <ClientMessages namespaces={['errors', 'console']}>
        <ConsoleScreen
          organisationId={organisationId}
          instanceId={instance.id}
          name={instance.name}
          state={instance.state}
          isProtected={instance.isProtected}
          mayOpen={may(ctx, 'instance:console')}
          limits={consoleLimits}
        />
      </ClientMessages>
    </div>
  )
})
