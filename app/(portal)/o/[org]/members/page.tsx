import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Card } from '~/components/ui/card'
import { PageHeader } from '~/components/ui/page-header'
import { getOrganisation, listJoinRequests, listMembers, listProjectChoices, may } from '~/lib/identity'
import { formatIdentifier } from '~/lib/identity/client'
import { JoinRequests } from './_components/join-requests'
import { MemberTable } from './_components/member-table'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('identity.members'))('title') }
}

export default defineOrganisationPage(async ({ ctx }) => {
  const t = await getTranslations('identity.members')
  const { organisationId } = ctx.membership
  const mayManage = may(ctx, 'member:manage')
  const organisation = await getOrganisation(ctx)
  const requests = mayManage ? await listJoinRequests(ctx) : []
  const identifier = organisation.siret ?? organisation.siren ?? organisation.vatNumber ?? ''
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <ClientMessages namespaces={['identity']}>
        <div className="grid gap-5">
          {requests.length > 0 && (
            <Card title={t('requests')} note={t('requestsNote')} padded={false}>
              <JoinRequests organisationId={organisationId} requests={requests} />
            </Card>
          )}
          <Card padded={false}>
            <MemberTable
              organisationId={organisationId}
              members={await listMembers(ctx)}
              projects={await listProjectChoices(ctx)}
              refusal={mayManage ? undefined : t('ownersOnly')}
            />
          </Card>
          <Card title={t('invite')}>
            <p className="text-ink-2">{t('inviteText', { identifier: formatIdentifier(identifier) })}</p>
          </Card>
        </div>
      </ClientMessages>
    </>
  )
})
