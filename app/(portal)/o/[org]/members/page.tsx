import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Card } from '~/components/ui/display/card'
import { PageHeader } from '~/components/ui/display/page-header'
import {
  getOrganisation,
  listInvitations,
  listJoinRequests,
  listMembers,
  listProjectChoices,
  may,
} from '~/lib/identity'
import { formatIdentifier } from '~/lib/identity/client'
import { InvitationList } from './_components/invitation-list'
import { InviteDialog } from './_components/invite-dialog'
import { LateJoinRequests } from './_components/late-join-requests'
import { MemberTable } from './_components/member-table'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('identity.members'))('title') }
}

export default defineOrganisationPage(async ({ ctx }) => {
  const t = await getTranslations('identity.members')
  const { organisationId } = ctx.membership
  const mayManage = may(ctx, 'member:manage')
  const organisation = await getOrganisation(ctx)
  const projects = await listProjectChoices(ctx)
  const invitations = mayManage ? await listInvitations(ctx) : []
  const requests = mayManage ? await listJoinRequests(ctx) : []
  const identifier = organisation.siret ?? organisation.siren ?? organisation.vatNumber ?? ''
  return (
    <ClientMessages namespaces={['identity']}>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={mayManage && <InviteDialog organisationId={organisationId} projects={projects} />}
      />
      <div className="grid gap-5">
        {requests.length > 0 && (
          <Card title={t('requests')} note={t('requestsNote')} padded={false}>
            <LateJoinRequests organisationId={organisationId} requests={requests} />
          </Card>
        )}
        <Card padded={false}>
          <MemberTable
            organisationId={organisationId}
            members={await listMembers(ctx)}
            projects={projects}
            refusal={mayManage ? undefined : t('ownersOnly')}
          />
        </Card>
        {invitations.length > 0 && (
          <Card title={t('invited')} note={t('invitedNote')} padded={false}>
            <InvitationList organisationId={organisationId} invitations={invitations} projects={projects} />
          </Card>
        )}
        <Card title={t('invite')}>
          <p className="text-ink-2">{t('inviteText', { identifier: formatIdentifier(identifier) })}</p>
        </Card>
      </div>
    </ClientMessages>
  )
})
