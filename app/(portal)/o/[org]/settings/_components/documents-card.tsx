import { useTranslations } from 'next-intl'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import { routes } from '~/lib/routes'

type Acceptance = { kind: 'terms' | 'dpa'; version: string; acceptedAt: string; fullName: string }

/** The accepted versions, with date and person. */
export function DocumentsCard({ acceptances }: { acceptances: readonly Acceptance[] }) {
  const t = useTranslations('identity.settings')
  const href = { terms: routes.terms(), dpa: routes.dataProcessing() }
  return (
    <Card title={t('documents')} padded={false}>
      <DataTable
        caption={t('documents')}
        columns={[
          {
            id: 'document',
            header: t('document'),
            cell: (each: Acceptance) => <TextLink href={href[each.kind]}>{t(each.kind)}</TextLink>,
          },
          { id: 'version', header: t('version'), cell: (each: Acceptance) => <code>{each.version}</code> },
          {
            id: 'acceptedAt',
            header: t('acceptedAt'),
            cell: (each: Acceptance) => <Timestamp at={new Date(each.acceptedAt)} />,
          },
          { id: 'acceptedBy', header: t('acceptedBy'), cell: (each: Acceptance) => each.fullName },
        ]}
        rows={acceptances}
        rowKey={(each) => `${each.kind}-${each.version}`}
        exportable={false}
      />
    </Card>
  )
}
