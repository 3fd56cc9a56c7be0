'use client'
import { useTranslations } from 'next-intl'
import { ScrollRegion } from '~/components/table/scroll-region'
import { StatePill } from '~/components/ui/display/state-pill'
import type { ImportPreview } from '~/lib/datacentre/client'
import { linesShownMax } from './lines-shown-max'

type Line = { line: number; name: string } & (
  | ({ kind: 'create' } & Omit<ImportPreview['created'][number], 'line' | 'name'>)
  | ({ kind: 'change' } & Omit<ImportPreview['changed'][number], 'line' | 'name'>)
)

/** The lines with an effect: new hosts, and changes of existing ones. */
export function LineTable({ preview: { created, changed } }: { preview: ImportPreview }) {
  const t = useTranslations('import')
  const lines: Line[] = [
    ...created.map((each) => ({ kind: 'create' as const, ...each })),
    ...changed.map((each) => ({ kind: 'change' as const, ...each })),
  ].sort((a, b) => a.line - b.line)
  return (
    <ScrollRegion label={t('linesCaption')}>
      <table className="data-table stacked w-full [&_tbody_tr:last-child>*]:border-b-0">
        <caption className="sr-only">{t('linesCaption')}</caption>
        <thead>
          <tr>
            <th scope="col" className="text-right">
              {t('line')}
            </th>
            {(['host', 'what', 'detail'] as const).map((column) => (
              <th key={column} scope="col" className="text-left">
                {t(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.slice(0, linesShownMax).map((line) => (
            <tr key={line.line}>
              <td className="w-20 text-right tabular-nums">{line.line}</td>
              <td data-label={t('host')} className="font-mono text-sm">
                {line.name}
              </td>
              <td className="stack-end">
                <StatePill tone={line.kind === 'create' ? 'ok' : 'info'}>{t(line.kind)}</StatePill>
              </td>
              <td className="min-w-56 whitespace-normal">
                {line.kind === 'create' ? <NewHost line={line} /> : <Changes line={line} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {lines.length > linesShownMax && (
        <p className="px-4.5 py-3 text-ink-2">{t('more', { count: lines.length - linesShownMax })}</p>
      )}
    </ScrollRegion>
  )
}

function NewHost({ line }: { line: Extract<Line, { kind: 'create' }> }) {
  const t = useTranslations('import')
  const { room, rack, vcpu, memoryMib } = line
  return <>{t('newHost', { room, rack, vcpu, memory: memoryMib / 1024 })}</>
}

function Changes({ line }: { line: Extract<Line, { kind: 'change' }> }) {
  const t = useTranslations('import')
  return (
    <ul className="grid gap-0.5">
      {line.changes.map(({ column, from, to }) => (
        <li key={column} className="text-sm">
          <span className="font-mono">{column}</span>{' '}
          {t('fromTo', { from: from || t('empty'), to: to || t('empty') })}
        </li>
      ))}
    </ul>
  )
}
