import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { definePublicPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Callout } from '~/components/ui/display/callout'
import { PageHeader } from '~/components/ui/display/page-header'
import { FileLink } from '~/components/ui/links/file-link'
import { listOperations } from '~/lib/api'
import { readVariable } from '~/lib/kernel/configuration/read'
import { apiAddress } from '~/lib/kernel/net/api-address'
import type { Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'
import { OperationList } from './_components/operation-list'
import { OperationSearch } from './_components/operation-search'
import { RulesCard } from './_components/rules-card'
import { StartCard } from './_components/start-card'

const longestSearch = 100

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('apiReference')
  return { title: t('title'), description: t('lead') }
}

/** How a program uses the portal, and every operation that it can call. */
export default definePublicPage('portal', async ({ searchParams }) => {
  const t = await getTranslations('apiReference')
  const text = typeof searchParams.q === 'string' ? searchParams.q.slice(0, longestSearch) : ''
  const groups = listOperations((await getLocale()) as Locale, text)
  const address = apiAddress()
  return (
    <ClientMessages namespaces={[]}>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={<FileLink href={routes.apiDocument()}>{t('document')}</FileLink>}
      />
      <div className="grid gap-4">
        {address === null && <Callout tone="info">{t('noApi')}</Callout>}
        <OperationSearch
          text={text}
          longest={longestSearch}
          count={groups.reduce((sum, { operations }) => sum + operations.length, 0)}
        />
        {text === '' && (
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <StartCard
              apiAddress={address ?? 'https://api.example.org'}
              portalAddress={new URL(readVariable('PORTAL_URL') ?? '').origin}
            />
            <RulesCard />
          </div>
        )}
        <OperationList groups={groups} />
      </div>
    </ClientMessages>
  )
})
