import { useTranslations } from 'next-intl'
import { Breakable } from '~/components/ui/display/breakable'
import type { FieldRow } from '~/lib/api/client'
import { MarkedText } from './marked-text'

const indents = ['pl-4.5', 'pl-8', 'pl-12', 'pl-16', 'pl-20'] as const

type Props = {
  rows: readonly (FieldRow & { place?: 'path' | 'query' | 'header' })[]
  /** Answers: what is always there is not marked. */
  isAnswer?: boolean
}

/** The fields of a body, or parameters; those within a field are indented below it. */
export function FieldList({ rows, isAnswer = false }: Props) {
  const t = useTranslations('apiReference')
  return (
    <ul className="divide-y divide-line">
      {rows.map((row) => (
        <li key={`${row.place} ${row.name}`} className={`grid gap-0.5 py-2 pr-4.5 ${indents[row.depth]}`}>
          <span className="flex flex-wrap items-baseline gap-x-3">
            <code className="min-w-0 font-medium wrap-anywhere">
              <span className="font-normal text-ink-3">
                <Breakable text={parentOf(row.name)} />
              </span>
              {row.name.slice(parentOf(row.name).length)}
            </code>
            <span className="text-sm text-ink-2">
              {[row.type, row.isNullable && t('nullable'), row.place && t(`place.${row.place}`), row.limits]
                .filter(Boolean)
                .join(', ')}
            </span>
            {row.isRequired && !isAnswer && (
              <span className="text-xs font-semibold text-warn">{t('required')}</span>
            )}
          </span>
          {row.description && (
            <span className="text-pretty text-ink-2">
              <MarkedText text={row.description} />
            </span>
          )}
          {row.values.length > 0 && (
            <span className="flex flex-wrap gap-x-2 gap-y-1 text-sm">
              {row.values.map((value) => (
                <code key={value} className="rounded-small bg-sunken px-1.5 wrap-anywhere">
                  {value}
                </code>
              ))}
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

const parentOf = (name: string) => name.slice(0, name.lastIndexOf('.') + 1)
