import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Card } from '~/components/ui/display/card'
import { PageHeader } from '~/components/ui/display/page-header'
import { listSshKeys, may } from '~/lib/identity'
import { AddKey } from './_components/add-key'
import { KeyTable } from './_components/key-table'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('identity.keys'))('title') }
}

export default defineOrganisationPage(async ({ ctx }) => {
  const t = await getTranslations('identity.keys')
  const { organisationId } = ctx.membership
  const refusal = may(ctx, 'ssh_key:write') ? undefined : t('forbidden')
  return (
    <ClientMessages namespaces={['identity']}>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={<AddKey organisationId={organisationId} refusal={refusal} />}
      />
      <Card padded={false}>
        <KeyTable organisationId={organisationId} keys={await listSshKeys(ctx)} refusal={refusal} />
      </Card>
    </ClientMessages>
  )
})
