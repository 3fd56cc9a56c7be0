'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { Button } from '~/components/ui/button'
import { compactControlClass } from '~/components/ui/field-class'
import { SearchField } from '~/components/ui/search-field'
import type { SelectOption } from '~/components/ui/select'
import { type TableState, tableHref } from './table-state'

export type Filter = { name: string; label: string; options: readonly SelectOption[] }

type Props = { state: TableState; searchLabel?: string; filters?: readonly Filter[] }

/** A search box (parameter `q`) and choices, all written to the address as they change. */
export function FilterBar({ state, searchLabel, filters = [] }: Props) {
  const t = useTranslations('common')
  const router = useRouter()
  const [isPending, startTransition] = useTransition()
  const names = [...(searchLabel ? ['q'] : []), ...filters.map((filter) => filter.name)]
  const change = (next: Record<string, string | null>) =>
    startTransition(() => router.replace(tableHref(state, next), { scroll: false }))
  const isFiltered = names.some((name) => state.query[name])
  return (
    <search aria-busy={isPending} className="flex flex-wrap items-center gap-2">
      {searchLabel && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            change({ q: String(new FormData(event.currentTarget).get('q') ?? '') })
          }}
        >
          <SearchField
            key={state.query.q ?? ''}
            name="q"
            label={searchLabel}
            defaultValue={state.query.q}
            className="w-60"
            onBlur={(event) =>
              event.currentTarget.value !== (state.query.q ?? '') && change({ q: event.currentTarget.value })
            }
          />
        </form>
      )}
      {filters.map((filter) => (
        <select
          key={filter.name}
          aria-label={filter.label}
          value={state.query[filter.name] ?? ''}
          onChange={(event) => change({ [filter.name]: event.currentTarget.value })}
          className={compactControlClass}
        >
          <option value="">{t('filterAll', { label: filter.label })}</option>
          {filter.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      ))}
      {isFiltered && (
        <Button
          size="sm"
          variant="quiet"
          onClick={() => change(Object.fromEntries(names.map((name) => [name, null])))}
        >
          {t('clearFilters')}
        </Button>
      )}
    </search>
  )
}
