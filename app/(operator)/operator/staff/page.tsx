import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { PageHeader } from '~/components/ui/display/page-header'
import { RelativeTime } from '~/components/ui/display/relative-time'
import { StatePill } from '~/components/ui/display/state-pill'
import { listStaff } from '~/lib/identity'
import { StaffActions } from './_components/staff-actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('staff'))('title') }
}

/** The staff accounts and their roles. */
export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('staff')
  const staff = await listStaff(ctx)
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <ClientMessages namespaces={['staff']}>
        <Card title={t('accounts')} padded={false}>
          <DataTable
            caption={t('title')}
            rows={staff}
            rowKey={(row) => row.id}
            rowLabel={(row) => row.fullName}
            columns={[
              {
                id: 'name',
                header: t('name'),
                cell: (row) => (
                  <>
                    <span className="font-semibold wrap-anywhere">{row.fullName}</span>
                    <span className="block text-sm text-ink-3 wrap-anywhere">{row.email}</span>
                  </>
                ),
              },
              {
                id: 'roles',
                header: t('roles'),
                cell: (row) => row.roles.map((role) => t(`role.${role}`)).join(', '),
              },
              {
                id: 'signedIn',
                header: t('signedIn'),
                cell: (row) => (row.signedInAt ? <RelativeTime at={new Date(row.signedInAt)} /> : t('never')),
              },
              {
                id: 'state',
                header: t('state'),
                cell: (row) =>
                  row.disabledAt ? (
                    <StatePill tone="off">{t('disabled')}</StatePill>
                  ) : row.hasSecondFactor ? (
                    <StatePill tone="ok">{t('active')}</StatePill>
                  ) : (
                    <StatePill tone="warn">{t('noFactor')}</StatePill>
                  ),
              },
              {
                id: 'actions',
                header: <span className="sr-only">{t('actions')}</span>,
                cell: (row) => <StaffActions staff={row} />,
                csv: () => '',
              },
            ]}
            empty={t('title')}
          />
        </Card>
      </ClientMessages>
    </>
  )
})
