'use client'
import { useTranslations } from 'next-intl'
import { CheckChip } from '~/components/ui/fields/chips'
import { Select } from '~/components/ui/fields/select'
import type { ZoneView } from '~/lib/catalogue/client'
import { apartByRack } from '~/lib/ordering/client'
import type { PlacementGroupView } from '~/lib/placement/client'

type Props = {
  groups: readonly PlacementGroupView[]
  value: string
  /** Fixed by the bundle: shown but not editable. */
  isSet: boolean
  /** The chosen zone; null before the choice. */
  zone: Pick<ZoneView, 'name' | 'networkTechnology'> | null
  onChange: (placement: string) => void
}

/** Placement of the servers relative to each other, or to the existing servers of a group. */
export function PlacementChoice({ groups, value, isSet, zone, onChange }: Props) {
  const t = useTranslations('ordering.stand')
  const isApart =
    value === apartByRack || groups.some(({ id, relation }) => id === value && relation === 'apart')
  const warning = isApart && zone?.networkTechnology === 'bridges' && (
    <p className="mt-2 text-sm text-warn" role="status">
      {t('noMeeting', { zone: zone.name })}
    </p>
  )
  if (isSet)
    return (
      <p className="text-sm">
        <span className="block font-semibold">{t('legend')}</span>
        {value === apartByRack ? t('setApart') : t('setNone')}
        {isApart && zone?.networkTechnology === 'bridges' && ` ${t('noMeeting', { zone: zone.name })}`}
      </p>
    )
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 text-sm font-semibold">{t('legend')}</legend>
      <CheckChip
        label={t('apartByRack')}
        name="apartByRack"
        checked={value === apartByRack}
        onChange={() => onChange(value === apartByRack ? '' : apartByRack)}
      />
      {groups.length > 0 && (
        <Select
          name="group"
          label={t('group')}
          optional
          className="mt-3"
          value={groups.some((group) => group.id === value) ? value : ''}
          onChange={(event) => onChange(event.currentTarget.value)}
          options={[
            { value: '', label: t('noGroup') },
            ...groups.map(({ id, name, relation, level, members }) => ({
              value: id,
              label: t('option', { rule: t(`rule.${relation}.${level}`), name, count: members }),
            })),
          ]}
        />
      )}
      {warning}
    </fieldset>
  )
}
