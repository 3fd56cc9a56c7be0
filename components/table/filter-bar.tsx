'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useOptimistic, useRef, useTransition } from 'react'
import { SearchField } from '~/components/ui/fields/search-field'
import { SelectControl, type SelectOption } from '~/components/ui/fields/select-control'
import { Button } from '~/components/ui/links/button'
import { type TableState, tableHref } from './table-state'

export type Filter = { name: string; label: string; options: readonly SelectOption[] }

type Props = { state: TableState; searchLabel?: string; filters?: readonly Filter[] }

/** A search box (parameter `q`) and selects, written to the address as they change. */
export function FilterBar({ state, searchLabel, filters = [] }: Props) {
  const t = useTranslations('common')
  const router = useRouter()
  const [isPending, startTransition] = useTransition()
  const names = [...(searchLabel ? ['q'] : []), ...filters.map((filter) => filter.name)]
  // A choice is shown at once: the next arrow key continues from it, even with a slow response.
  const [shown, show] = useOptimistic(state.query)
  const change = (next: Record<string, string | null>) =>
    startTransition(() => {
      const query = Object.entries({ ...shown, ...next }).filter((entry) => entry[1] !== null)
      show(Object.fromEntries(query) as Record<string, string>)
      router.replace(tableHref({ ...state, query: shown }, next), { scroll: false })
    })
  const bar = useRef<HTMLElement>(null)
  const box = useRef<HTMLInputElement>(null)
  const { q = '' } = state.query
  // The input element stays the same, so that searching keeps the focus; it follows external changes of the address.
  useEffect(() => {
    if (box.current && document.activeElement !== box.current) box.current.value = q
  }, [q])
  const isFiltered = names.some((name) => shown[name])
  return (
    <search ref={bar} aria-busy={isPending} className="flex min-w-0 flex-wrap items-center gap-2">
      {searchLabel && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            change({ q: String(new FormData(event.currentTarget).get('q') ?? '') })
          }}
        >
          <SearchField
            ref={box}
            name="q"
            label={searchLabel}
            defaultValue={q}
            className="w-60"
            onBlur={(event) => event.currentTarget.value !== q && change({ q: event.currentTarget.value })}
          />
        </form>
      )}
      {filters.map((filter) => (
        <SelectControl
          key={filter.name}
          isCompact
          aria-label={filter.label}
          placeholder={t('filterAll', { label: filter.label })}
          options={filter.options}
          value={shown[filter.name] ?? ''}
          onChange={(event) => change({ [filter.name]: event.currentTarget.value })}
        />
      ))}
      {isFiltered && (
        <Button
          size="sm"
          variant="quiet"
          onClick={() => {
            // This button disappears with the filters: move the focus to the first of them before.
            bar.current?.querySelector<HTMLElement>('input, select')?.focus()
            if (box.current) box.current.value = ''
            change(Object.fromEntries(names.map((name) => [name, null])))
          }}
        >
          {t('clearFilters')}
        </Button>
      )}
    </search>
  )
}
