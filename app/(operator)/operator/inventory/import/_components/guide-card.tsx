import { useTranslations } from 'next-intl'
import { ScrollRegion } from '~/components/table/scroll-region'
import { Card } from '~/components/ui/display/card'
import type { ImportGuide } from '~/lib/datacentre/client'

/** The format of a list: its columns and the valid rooms. */
export function GuideCard({ guide }: { guide: ImportGuide }) {
  const t = useTranslations('import')
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Card title={t('columns')} note={t('columnsNote')} padded={false}>
        <ScrollRegion label={t('columns')}>
          <table className="data-table stacked w-full [&_tbody_tr:last-child>*]:border-b-0">
            <caption className="sr-only">{t('columns')}</caption>
            <thead>
              <tr>
                <th scope="col" className="text-left">
                  {t('column')}
                </th>
                <th scope="col" className="text-left">
                  {t('meaning')}
                </th>
                <th scope="col" className="text-left">
                  {t('standard')}
                </th>
              </tr>
            </thead>
            <tbody>
              {guide.columns.map(({ name, isRequired, standard }) => (
                <tr key={name}>
                  <th scope="row" className="text-left font-mono text-sm font-medium">
                    {name}
                  </th>
                  <td className="min-w-48 whitespace-normal">{t(`meanings.${name}`)}</td>
                  <td data-label={t('standard')} className="text-ink-2">
                    {isRequired ? t('required') : standard === '' ? t('none') : standard}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      </Card>
      <Card title={t('rooms')} note={t('roomsNote')} padded={false}>
        {guide.rooms.length === 0 ? (
          <p className="p-4.5 text-ink-2">{t('noRoom')}</p>
        ) : (
          <ScrollRegion label={t('rooms')}>
            <table className="data-table stacked w-full [&_tbody_tr:last-child>*]:border-b-0">
              <caption className="sr-only">{t('rooms')}</caption>
              <thead>
                <tr>
                  {(['zone', 'site', 'room'] as const).map((column) => (
                    <th key={column} scope="col" className="text-left font-mono text-sm">
                      {column}
                    </th>
                  ))}
                  <th scope="col" className="text-right">
                    {t('racks')}
                  </th>
                  <th scope="col" className="text-right">
                    {t('hosts')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {guide.rooms.map(({ zone, site, room, racks, hosts }) => (
                  <tr key={`${zone}/${site}/${room}`}>
                    <td className="font-mono text-sm">{zone}</td>
                    <td data-label={'site'}>{site}</td>
                    <td data-label={'room'}>{room}</td>
                    <td data-label={t('racks')} className="text-right">
                      {racks}
                    </td>
                    <td data-label={t('hosts')} className="text-right">
                      {hosts}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollRegion>
        )}
      </Card>
    </div>
  )
}
