import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Card } from '~/components/ui/display/card'
import { Copyable } from '~/components/ui/display/copyable'
import { PageHeader } from '~/components/ui/display/page-header'
import { TextLink } from '~/components/ui/links/text-link'
import { listTokens, may, readTokenChoices } from '~/lib/identity'
import { apiAddress } from '~/lib/kernel/net/api-address'
import { routes } from '~/lib/routes'
import { CreateToken } from './_components/create-token'
import { TokenTable } from './_components/token-table'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('tokens'))('title') }
}

export default defineOrganisationPage(async ({ ctx }) => {
  const t = await getTranslations('tokens')
  const { organisationId } = ctx.membership
  const [tokens, choices] = await Promise.all([listTokens(ctx), readTokenChoices(ctx)])
  const address = apiAddress()
  return (
    <ClientMessages namespaces={['tokens']}>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          <CreateToken
            organisationId={organisationId}
            choices={choices}
            refusal={address === null ? t('noApi') : undefined}
          />
        }
      />
      <div className="grid gap-4">
        {address && (
          <Card
            title={t('address')}
            note={t('addressNote')}
            actions={<TextLink href={routes.apiReference()}>{t('reference')}</TextLink>}
          >
            <p className="wrap-anywhere">
              <Copyable text={`${address}/v1`} what={t('address')} />
            </p>
          </Card>
        )}
        <Card padded={false}>
          <TokenTable
            organisationId={organisationId}
            tokens={tokens}
            projects={choices.projects}
            hasHolders={may(ctx, 'token:manage')}
          />
        </Card>
      </div>
    </ClientMessages>
  )
})
