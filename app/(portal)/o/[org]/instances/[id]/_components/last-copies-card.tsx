'use client'
import { useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { RelativeTime } from '~/components/ui/display/relative-time'
import { TextLink } from '~/components/ui/links/text-link'
import { copiesAsOf, type LastCopies } from '~/lib/resources/client'
import { routes } from '~/lib/routes'

/** What would come back if the host of the server were lost, known beforehand. */
export default function LastCopiesCard({
  organisationId,
  copies,
}: {
  organisationId: string
  copies: LastCopies
}) {
  const t = useTranslations('compute.copies')
  const asOf = copiesAsOf(copies)
  return (
    <Card title={t('title')} padded={false}>
      <p className="border-b border-line px-4.5 py-3">
        {asOf ? (
          <>
            {t('backTo')} <RelativeTime at={new Date(asOf)} />.
          </>
        ) : (
          <>
            <span className="font-semibold">{t('nothing')}</span>{' '}
            {t(copies.image ? 'volumeMissing' : 'makeImage')}
          </>
        )}
      </p>
      <DescriptionList
        items={[
          {
            key: 'disk',
            term: t('disk'),
            value: copies.image ? (
              <>
                {copies.image.name}, <RelativeTime at={new Date(copies.image.takenAt)} />
              </>
            ) : (
              t('noImage')
            ),
          },
          ...copies.volumes.map(({ id, name, isLocal, backup }) => ({
            key: id,
            term: <TextLink href={routes.org.volume(organisationId, id)}>{name}</TextLink>,
            value: !isLocal ? (
              t('onNetwork')
            ) : backup ? (
              <>
                {t('backup', { zone: backup.zone.name })}, <RelativeTime at={new Date(backup.takenAt)} />
              </>
            ) : (
              <TextLink href={routes.org.volume(organisationId, id)}>{t('schedule')}</TextLink>
            ),
          })),
        ]}
      />
      {copies.snapshots > 0 && (
        <p className="border-t border-line px-4.5 py-2.5 text-sm text-ink-2">{t('snapshots')}</p>
      )}
    </Card>
  )
}
