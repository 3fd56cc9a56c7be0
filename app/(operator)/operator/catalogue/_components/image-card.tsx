import { useLocale, useTranslations } from 'next-intl'
import { ScrollRegion } from '~/components/table/scroll-region'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { Badge } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import type { ImageEntry } from '~/lib/catalogue/client'
import { formatNumber, type Locale } from '~/lib/kernel/text/format'
import { ImageActions } from './image-actions'
import { SalePill } from './sale-pill'

/** The images with their zones and the number of servers created from each. */
export function ImageCard({ images, mayChange }: { images: readonly ImageEntry[]; mayChange: boolean }) {
  const t = useTranslations('pricing')
  const locale = useLocale() as Locale
  return (
    <Card title={t('images')} note={t('imagesNote')} padded={false}>
      {images.length === 0 ? (
        <EmptyState title={t('noImage.title')}>{t('noImage.text')}</EmptyState>
      ) : (
        <ScrollRegion isWhole label={t('images')}>
          <table className="data-table stacked w-full [&_tbody_tr:last-child_th]:border-b-0">
            <caption className="sr-only">{t('images')}</caption>
            <thead>
              <tr>
                {(['image', 'updatedOn', 'zones'] as const).map((column) => (
                  <th key={column} scope="col" className="text-left">
                    {t(`column.${column}`)}
                  </th>
                ))}
                {(['minDisk', 'servers'] as const).map((column) => (
                  <th key={column} scope="col" className="text-right">
                    {t(`column.${column}`)}
                  </th>
                ))}
                <th scope="col" className="text-left">
                  {t('column.state')}
                </th>
                {mayChange && (
                  <th scope="col">
                    <span className="sr-only">{t('column.actions')}</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {images.map((image) => (
                <tr key={image.id}>
                  <th scope="row" className="text-left font-medium whitespace-nowrap">
                    <div className="first-cell">
                      {image.name} {image.hasCloudInit && <Badge>{t('cloudInit')}</Badge>}{' '}
                      {image.hasSsh !== null && <Badge>{t(`sshBadge.${image.hasSsh ? 'yes' : 'no'}`)}</Badge>}
                    </div>
                  </th>
                  <td data-label={t('column.updatedOn')}>
                    <Timestamp at={new Date(image.updatedOn)} look="date" />
                  </td>
                  <td data-label={t('column.zones')}>
                    <span className="flex flex-wrap gap-1">
                      {image.zones.length === 0
                        ? t('noZone')
                        : image.zones.map((code) => (
                            <Badge key={code} mono>
                              {code}
                            </Badge>
                          ))}
                    </span>
                  </td>
                  <td data-label={t('column.minDisk')} className="text-right">
                    {formatNumber(image.minDiskGib, locale)}
                  </td>
                  <td data-label={t('column.servers')} className="text-right">
                    {formatNumber(image.servers, locale)}
                  </td>
                  <td className="stack-end">
                    <SalePill state={image.isActive ? 'on_sale' : 'withdrawn'} />
                  </td>
                  {mayChange && (
                    <td className="stack-act">
                      <ImageActions image={image} />
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </Card>
  )
}
