import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Disclosure } from '~/components/ui/display/disclosure'
import { Checkbox } from '~/components/ui/fields/checkbox'
import { SearchField } from '~/components/ui/fields/search-field'

export type EventGroup = {
  /** `instance.*`: every event of the resource. */
  pattern: string
  label: string
  events: readonly { type: string; label: string }[]
}

type Props = {
  groups: readonly EventGroup[]
  /** Patterns: of a whole resource, or single events. */
  value: readonly string[]
  onValueChange: (value: string[]) => void
}

/** Events to follow: of whole resources, or one by one. */
export function EventChoice({ groups, value, onValueChange }: Props) {
  const t = useTranslations('webhooks')
  const [sought, setSought] = useState('')
  const words = plain(sought)
  const isFound = (label: string) => plain(label).includes(words)
  const shown = groups.filter(
    ({ label, events }) => isFound(label) || events.some((event) => isFound(event.label)),
  )
  return (
    <fieldset className="grid min-w-0 gap-2">
      <legend className="mb-1.5 text-sm font-semibold">{t('which')}</legend>
      <SearchField
        label={t('find')}
        value={sought}
        onChange={(event) => setSought(event.currentTarget.value)}
      />
      <div className="max-h-72 divide-y divide-line overflow-y-auto rounded-control border border-line">
        {shown.map((group) => (
          <div key={group.pattern} className="px-3 py-1.5">
            <Checkbox
              name={group.pattern}
              label={group.label}
              checked={value.includes(group.pattern)}
              onChange={({ currentTarget: { checked } }) => {
                const others = value.filter((each) => !belongs(each, group))
                onValueChange(checked ? [...others, group.pattern] : others)
              }}
            />
            <Events
              // Opened by a search, and as the person left it otherwise.
              key={words ? 'sought' : 'all'}
              group={group}
              isOpen={words !== ''}
              value={value}
              onValueChange={onValueChange}
              isFound={isFound(group.label) ? () => true : isFound}
            />
          </div>
        ))}
        {shown.length === 0 && <p className="px-3 py-2 text-ink-2">{t('nothingFound')}</p>}
      </div>
      <p aria-live="polite" className="text-sm text-ink-3">
        {t('count', { count: countOf(groups, value) })}
      </p>
    </fieldset>
  )
}

type EventsProps = Omit<Props, 'groups'> & {
  group: EventGroup
  isOpen: boolean
  isFound: (label: string) => boolean
}

function Events({ group, isOpen, value, onValueChange, isFound }: EventsProps) {
  const isWhole = value.includes(group.pattern)
  const chosen = isWhole
    ? group.events.length
    : group.events.filter(({ type }) => value.includes(type)).length
  return (
    <Disclosure
      open={isOpen}
      className="pl-7 text-sm"
      summary={
        <span>
          <span className="sr-only">{group.label} </span>
          {chosen} / {group.events.length}
        </span>
      }
    >
      {group.events
        .filter(({ label }) => isFound(label))
        .map(({ type, label }) => (
          <Checkbox
            key={type}
            name={type}
            label={label}
            checked={isWhole || value.includes(type)}
            onChange={({ currentTarget: { checked } }) => {
              if (checked) return onValueChange([...value, type])
              // One less than the whole resource: the others one by one.
              const own = isWhole ? group.events.map((event) => event.type) : value
              const others = value.filter((each) => each !== group.pattern)
              onValueChange([...new Set([...others, ...own])].filter((each) => each !== type))
            }}
          />
        ))}
    </Disclosure>
  )
}

const belongs = (pattern: string, group: EventGroup) =>
  pattern === group.pattern || group.events.some(({ type }) => type === pattern)

const countOf = (groups: readonly EventGroup[], value: readonly string[]) =>
  groups.reduce(
    (total, { pattern, events }) =>
      total +
      (value.includes(pattern) ? events.length : events.filter(({ type }) => value.includes(type)).length),
    0,
  )

/** Without case and accents: « evenement » finds « Événement ». */
const plain = (text: string) => text.trim().normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
