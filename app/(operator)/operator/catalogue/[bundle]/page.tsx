import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { signedInContext } from '~/app/_server/context'
import { defineSignedInPage } from '~/app/_server/define-page'
import { titleNaming } from '~/app/_server/page-title'
import { ClientMessages } from '~/components/layout/client-messages'
import { PageHeader } from '~/components/ui/display/page-header'
import { getBundle, listFieldChoices } from '~/lib/catalogue'
import { isService } from '~/lib/catalogue/client'
import { bundleIdParameter } from '~/lib/catalogue/schema'
import { mayStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { routes } from '~/lib/routes'
import { SalePill } from '../_components/sale-pill'
import { BundleActions } from './_components/bundle-actions'
import { FactsCard } from './_components/facts-card'
import { FieldsCard } from './_components/fields-card'
import { HistoryCard } from './_components/history-card'
import { PricesCard } from './_components/prices-card'

type Props = { params: Promise<{ bundle: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, { bundle }] = [await getTranslations('pricing'), await params]
  const nameOf = async () => (await getBundle(await signedInContext(), readId(bundle))).bundle.name
  return { title: await titleNaming(t('title'), nameOf) }
}

function readId(text: string | undefined): Id<'bundle'> {
  const parsed = bundleIdParameter.safeParse({ id: text })
  if (!parsed.success) throw new DomainError('not_found')
  return parsed.data.id
}

/** One bundle with its contents and the past, current and announced prices of its meters. */
export default defineSignedInPage('operator', async ({ ctx, params }) => {
  const t = await getTranslations('pricing')
  const { bundle, prices } = await getBundle(ctx, readId(params.bundle))
  const mayChange = mayStaff(ctx, 'catalogue:change')
  const choices = await listFieldChoices(ctx)
  return (
    <ClientMessages namespaces={['errors', 'pricing', 'catalogue']}>
      <PageHeader
        back={{ href: routes.operator.catalogue(), label: t('title') }}
        title={bundle.name}
        reference={bundle.slug}
        state={<SalePill state={bundle.state} />}
        actions={mayChange && <BundleActions bundle={bundle} />}
      />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="grid min-w-0 gap-4">
          <PricesCard
            bundle={bundle}
            prices={prices}
            mayChange={mayStaff(ctx, 'price:publish')}
            today={parisDay(ctx.now)}
          />
          <HistoryCard prices={prices} />
        </div>
        <div className="grid min-w-0 gap-4">
          <FactsCard bundle={bundle} />
          {!isService(bundle.kind) && <FieldsCard bundle={bundle} choices={choices} mayChange={mayChange} />}
        </div>
      </div>
    </ClientMessages>
  )
})
