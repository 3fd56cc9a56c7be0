import { useTranslations } from 'next-intl'
import { ScrollRegion } from '~/components/table/scroll-region'
import { Card } from '~/components/ui/card'
import { RelativeTime } from '~/components/ui/relative-time'
import type { HeldErasures } from '~/lib/provisioning/client'
import { ReleaseErasures } from './release-erasures'

/** What was deleted before rows were lost, and is not erased before an administrator agrees. */
export function HeldErasuresCard({
  erasures,
  refusal,
}: {
  erasures: HeldErasures
  refusal: string | undefined
}) {
  const t = useTranslations('drifts.erasures')
  return (
    <Card title={t('title')} padded={false} actions={<ReleaseErasures refusal={refusal} />}>
      <p className="p-4.5 text-ink-2">
        {t('text')} {erasures.resources.length === 0 && t('none')}
      </p>
      {erasures.resources.length > 0 && (
        <ScrollRegion isWhole label={t('title')}>
          <table className="data-table w-full [&_tbody_tr:last-child_th]:border-b-0">
            <caption className="sr-only">{t('title')}</caption>
            <thead>
              <tr>
                {(['object', 'organisation', 'deletedAt', 'purgeAfter'] as const).map((column) => (
                  <th key={column} scope="col" className="text-left">
                    {t(column)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {erasures.resources.map(({ kind, id, name, organisationName, deletedAt, purgeAfter }) => (
                <tr key={id}>
                  <th scope="row" className="text-left font-medium">
                    {t(`kind.${kind}`)} {name}
                    <span className="block font-mono text-sm font-normal text-ink-2">{id}</span>
                  </th>
                  <td>{organisationName}</td>
                  <td>{deletedAt ? <RelativeTime at={new Date(deletedAt)} /> : '–'}</td>
                  <td>{purgeAfter ? <RelativeTime at={new Date(purgeAfter)} /> : '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </Card>
  )
}
