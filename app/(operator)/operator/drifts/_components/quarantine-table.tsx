import { useTranslations } from 'next-intl'
import { ScrollRegion } from '~/components/table/scroll-region'
import { StatePill, type Tone } from '~/components/ui/state-pill'
import { Timestamp } from '~/components/ui/timestamp'
import type { QuarantineView } from '~/lib/provisioning/client'
import { FoundValue } from './found-value'
import { QuarantineActions } from './quarantine-actions'

const tones: Record<QuarantineView['state'], Tone> = {
  kept: 'warn',
  proposed: 'warn',
  confirmed: 'bad',
  adopted: 'ok',
  deleted: 'off',
  gone: 'off',
}

/** Objects with our tag that no row explains, the oldest first. */
export function QuarantineTable({
  objects,
  refusal,
}: {
  objects: readonly QuarantineView[]
  /** Why the person may not decide; undefined when they may. */
  refusal: string | undefined
}) {
  const t = useTranslations('drifts.quarantine')
  return (
    <ScrollRegion isWhole label={t('title')}>
      <table className="data-table w-full [&_tbody_tr:last-child_th]:border-b-0">
        <caption className="sr-only">{t('title')}</caption>
        <thead>
          <tr>
            {(['object', 'owner', 'zone', 'age', 'state', 'decision'] as const).map((column) => (
              <th key={column} scope="col" className="text-left">
                {t(`column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {objects.map((object) => (
            <tr key={object.id}>
              <th scope="row" className="min-w-64 text-left font-medium">
                {t(`kind.${object.kind}`)}{' '}
                <span className="font-mono text-xs font-normal wrap-anywhere">{object.subject}</span>
                <span className="block text-sm font-normal text-ink-2">
                  <FoundValue value={object.found} />
                </span>
              </th>
              <td className="text-sm wrap-anywhere">{object.owner ?? '–'}</td>
              <td className="font-mono text-sm">{object.zoneCode}</td>
              <td className="text-sm whitespace-nowrap">
                {t('days', { count: object.days })}
                <span className="block text-ink-2">
                  {t('foundOn')} <Timestamp at={new Date(object.firstSeenAt)} look="short" />
                </span>
              </td>
              <td>
                <StatePill tone={tones[object.state]}>{t(`state.${object.state}`)}</StatePill>
                {object.deleteFrom && object.state === 'confirmed' && (
                  <span className="block text-sm text-ink-2">
                    {t('deleteFrom')} <Timestamp at={new Date(object.deleteFrom)} look="short" />
                  </span>
                )}
              </td>
              <td>
                <QuarantineActions
                  object={object}
                  found={<FoundValue value={object.found} />}
                  refusal={refusal}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}
