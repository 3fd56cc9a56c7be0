import { useTranslations } from 'next-intl'
import { ScrollRegion } from '~/components/table/scroll-region'
import { RelativeTime } from '~/components/ui/relative-time'
import { StatePill, type Tone } from '~/components/ui/state-pill'
import type { DriftView } from '~/lib/provisioning/client'
import { FoundValue } from './found-value'
import { ReleaseDrift } from './release-drift'

const tones: Record<DriftView['state'], Tone> = { open: 'warn', healed: 'ok', gone: 'off' }

/** What differs: what is open first, then what ended last. */
export function DriftTable({
  drifts,
  refusal,
}: {
  drifts: readonly DriftView[]
  /** Why the person may not have one put right; undefined when they may. */
  refusal: string | undefined
}) {
  const t = useTranslations('drifts')
  return (
    <ScrollRegion isWhole label={t('list')}>
      <table className="data-table w-full [&_tbody_tr:last-child_th]:border-b-0">
        <caption className="sr-only">{t('list')}</caption>
        <thead>
          <tr>
            {(['kind', 'subject', 'expected', 'found', 'zone', 'state', 'since'] as const).map((column) => (
              <th key={column} scope="col" className="text-left">
                {t(`column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {drifts.map((drift) => (
            <tr key={drift.id}>
              <th scope="row" className="min-w-64 text-left font-medium">
                {t(`kind.${drift.kind}`)}
                <span className="block text-sm font-normal text-ink-2">{t(`help.${drift.kind}`)}</span>
              </th>
              <td className="min-w-40 font-mono text-xs wrap-anywhere">{drift.subject}</td>
              <td className="text-sm wrap-anywhere">
                <FoundValue value={drift.expected} />
              </td>
              <td className="text-sm wrap-anywhere">
                <FoundValue value={drift.found} />
              </td>
              <td className="font-mono text-sm">{drift.zoneCode}</td>
              <td className={drift.isHeld ? 'min-w-48' : undefined}>
                <StatePill tone={tones[drift.state]}>{t(`state.${drift.state}`)}</StatePill>
                {drift.isHeld && <ReleaseDrift drift={drift} refusal={refusal} />}
              </td>
              <td className="text-sm whitespace-nowrap">
                <RelativeTime at={new Date(drift.endedAt ?? drift.firstSeenAt)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}
