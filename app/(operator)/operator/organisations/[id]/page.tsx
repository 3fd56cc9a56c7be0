import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { PageHeader } from '~/components/ui/display/page-header'
import { StatePill } from '~/components/ui/display/state-pill'
import { LinkButton } from '~/components/ui/links/link-button'
import { readCustomer } from '~/lib/customers'
import { mayStaff } from '~/lib/identity'
import { organisationTone } from '~/lib/identity/client'
import { isId } from '~/lib/kernel/ids'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { openModerationCase } from '~/lib/moderation'
import { routes } from '~/lib/routes'
import { CaseView } from '../../moderation/_components/case-view'
import { CustomerCards } from '../_components/customer-cards'
import { CustomerFigures } from '../_components/customer-figures'

type Props = { params: Promise<{ id: string }> }

/** Titled by id: reading the name would record a second visit. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const general = (await getTranslations('moderation.organisations'))('title')
  const id = (await params).id
  return { title: isId('organisation', id) ? `${id} · ${general}` : general }
}

/** One customer as the operator sees it: what it has, owes and asks, then its application. Opening it is recorded as a visit in the customer's journal. */
export default defineSignedInPage('operator', async ({ ctx, params }) => {
  const t = await getTranslations()
  const file = await readCustomer(ctx, { organisationId: params.id ?? '' })
  const application = mayStaff(ctx, 'moderation:read') ? await openModerationCase(ctx, file.id) : null
  const here = routes.operator.organisation(file.id)
  const isNew = file.state === 'pending' && application !== null
  return (
    <>
      <PageHeader
        title={file.name}
        back={{ href: routes.operator.organisations(), label: t('moderation.organisations.back') }}
        state={<StatePill tone={organisationTone[file.state]}>{t(`identity.state.${file.state}`)}</StatePill>}
        lead={t('moderation.organisations.viewedNote')}
        actions={
          mayStaff(ctx, 'audit:inspect') && (
            <LinkButton href={routes.operator.audit(file.id)}>
              {t('moderation.organisations.journal')}
            </LinkButton>
          )
        }
      />
      <div className="grid gap-5">
        {!isNew && (
          <>
            <CustomerFigures file={file} />
            <CustomerCards file={file} />
            {application && <h2 className="mt-3 text-xl">{t('customers.application')}</h2>}
          </>
        )}
        {application && (
          <ClientMessages namespaces={['moderation', 'cases']}>
            <CaseView
              found={application}
              caseId={null}
              today={parisDay(ctx.now)}
              mayDecide={mayStaff(ctx, 'moderation:decide')}
              nextHref={here}
              level={isNew ? 2 : 3}
            />
          </ClientMessages>
        )}
      </div>
    </>
  )
})
