'use client'
import { useLocale } from 'next-intl'
import type { ReactNode } from 'react'
import { Money } from '~/components/ui/display/money'
import { Button } from '~/components/ui/links/button'
import { formatGb, type Locale } from '~/lib/kernel/text/format'
import type { CopyView } from '~/lib/resources/client'
import { CopyName } from './copy-name'

type Act<C> = {
  text: string
  /** Accessible name of the button, which includes the copy's name. */
  named: (name: string) => string
  /** Why the action is unavailable for this copy; undefined if available. */
  reason: (copy: C) => string | undefined
  run: (copy: C) => void
}
type Props<C extends CopyView> = {
  copies: readonly C[]
  words: { title: string; name: string; size: string; monthly: string; actions: string }
  stateText: (state: CopyView['state']) => string
  /** Shown after the copy's moment. */
  note?: (copy: C) => ReactNode
  /** Columns of one kind, between name and size. */
  columns?: readonly { title: string; className: string; cell: (copy: C) => ReactNode }[]
  /** Actions on available copies. */
  acts?: readonly Act<C>[]
  /** A link before the actions. */
  link?: (copy: C) => ReactNode
  remove: Act<C>
}

/** Copies of one kind, newest first, with content, price and actions. */
export function CopyTable<C extends CopyView>(props: Props<C>) {
  const { copies, words, stateText, note, columns = [], acts = [], link, remove } = props
  const locale = useLocale() as Locale
  const sizeClass = `text-right ${columns.length > 0 ? 'sm:max-lg:hidden' : ''}`
  return (
    <table className="data-table stacked w-full border-separate border-spacing-0 text-left">
      <caption className="sr-only">{words.title}</caption>
      <thead>
        <tr>
          <th scope="col">{words.name}</th>
          {columns.map(({ title, className }) => (
            <th key={title} scope="col" className={className}>
              {title}
            </th>
          ))}
          <th scope="col" className={sizeClass}>
            {words.size}
          </th>
          <th scope="col" className="text-right">
            {words.monthly}
          </th>
          <th scope="col">
            <span className="sr-only">{words.actions}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {copies.map((copy) => (
          <tr key={copy.id}>
            <td className="whitespace-normal">
              <CopyName
                name={copy.name}
                at={copy.takenAt}
                state={copy.state}
                stateText={stateText(copy.state)}
                failureCode={copy.failureCode}
                note={note?.(copy)}
              />
            </td>
            {columns.map(({ title, className, cell }) => (
              <td key={title} data-label={title} className={`whitespace-normal ${className}`}>
                {cell(copy)}
              </td>
            ))}
            <td data-label={words.size} className={sizeClass}>
              {formatGb(copy.sizeGib, locale)}
            </td>
            <td data-label={words.monthly} className="stack-end text-right">
              {copy.state !== 'failed' && <Money bare cents={BigInt(copy.monthlyCents)} />}
            </td>
            <td className="stack-act">
              <div className="flex flex-wrap justify-end gap-2 sm:flex-nowrap">
                {link?.(copy)}
                {copy.state !== 'failed' &&
                  acts.map((act) => (
                    <Button
                      key={act.text}
                      size="sm"
                      aria-label={act.named(copy.name)}
                      disabledReason={act.reason(copy)}
                      onClick={() => act.run(copy)}
                    >
                      {act.text}
                    </Button>
                  ))}
                <Button
                  size="sm"
                  variant="danger"
                  aria-label={remove.named(copy.name)}
                  disabledReason={remove.reason(copy)}
                  onClick={() => remove.run(copy)}
                >
                  {remove.text}
                </Button>
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
