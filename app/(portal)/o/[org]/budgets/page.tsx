import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Card } from '~/components/ui/display/card'
import { PageHeader } from '~/components/ui/display/page-header'
import { listAlertRecipients, readBudgets } from '~/lib/budgets'
import { listProjectChoices, may } from '~/lib/identity'
import { AlertRecipients } from './_components/alert-recipients'
import { BudgetTable } from './_components/budget-table'
import { CreateBudget } from './_components/create-budget'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('budgets'))('title') }
}

export default defineOrganisationPage(async ({ ctx }) => {
  const t = await getTranslations('budgets')
  const { organisationId } = ctx.membership
  const [budgets, recipients] = await Promise.all([readBudgets(ctx), listAlertRecipients(ctx)])
  const refusal = may(ctx, 'budget:manage') ? undefined : t('mayNot')
  return (
    <ClientMessages namespaces={['budgets', 'money']}>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          <CreateBudget
            organisationId={organisationId}
            projects={await listProjectChoices(ctx)}
            refusal={refusal}
          />
        }
      />
      <div className="grid gap-5">
        <Card padded={false}>
          <BudgetTable organisationId={organisationId} budgets={budgets} refusal={refusal} />
        </Card>
        <AlertRecipients organisationId={organisationId} recipients={recipients} refusal={refusal} />
      </div>
    </ClientMessages>
  )
})
