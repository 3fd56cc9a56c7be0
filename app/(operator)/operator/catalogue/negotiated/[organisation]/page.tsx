import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { signedInContext } from '~/app/_server/context'
import { defineSignedInPage } from '~/app/_server/define-page'
import { titleNaming } from '~/app/_server/page-title'
import { ClientMessages } from '~/components/layout/client-messages'
import { PageHeader } from '~/components/ui/display/page-header'
import { listCatalogue, listNegotiated } from '~/lib/catalogue'
import { isService } from '~/lib/catalogue/client'
import { organisationIdParameter } from '~/lib/catalogue/schema'
import { mayStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { routes } from '~/lib/routes'
import { ListForm } from './_components/list-form'
import { ListHistory } from './_components/list-history'

type Props = { params: Promise<{ organisation: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, { organisation }] = [await getTranslations('pricing.negotiated'), await params]
  const nameOf = async () =>
    (await listNegotiated(await signedInContext(), readId(organisation))).organisation
  return { title: await titleNaming(t('title'), nameOf) }
}

function readId(text: string | undefined): Id<'organisation'> {
  const parsed = organisationIdParameter.safeParse({ id: text })
  if (!parsed.success) throw new DomainError('not_found')
  return parsed.data.id
}

/** One organisation's prices: the next list and all past ones. */
export default defineSignedInPage('operator', async ({ ctx, params }) => {
  const t = await getTranslations('pricing.negotiated')
  const { organisation, lists } = await listNegotiated(ctx, readId(params.organisation))
  const { bundles } = await listCatalogue(ctx)
  const mayPublish = mayStaff(ctx, 'price:publish')
  const organisationId = readId(params.organisation)
  return (
    <ClientMessages namespaces={['errors', 'pricing', 'catalogue']}>
      <PageHeader
        back={{ href: routes.operator.negotiated(), label: t('title') }}
        title={organisation}
        lead={t('ofLead')}
      />
      <div className="grid gap-4">
        {mayPublish && (
          <ListForm
            organisationId={organisationId}
            organisation={organisation}
            today={parisDay(ctx.now)}
            bundles={bundles
              .filter(({ kind, state }) => !isService(kind) && state === 'on_sale')
              .map(({ id, name }) => ({ id, name }))}
          />
        )}
        <ListHistory lists={lists} of={mayPublish ? { organisationId, organisation } : null} />
      </div>
    </ClientMessages>
  )
})
