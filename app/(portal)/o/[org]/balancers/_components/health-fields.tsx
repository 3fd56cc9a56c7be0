import { useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { Checkbox } from '~/components/ui/fields/checkbox'
import { NumberField } from '~/components/ui/fields/number-field'
import { RadioGroup } from '~/components/ui/fields/radio-group'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import type { Draft } from './balancer-draft'

type Props = { prefix: string; draft: Draft; onChange: (draft: Draft) => void }

const algorithms = ['round_robin', 'least_connections', 'source'] as const

/** How servers are checked and chosen; the preset values suit most. */
export function HealthFields({ prefix, draft, onChange }: Props) {
  const t = useTranslations('balancers.form')
  const b = useTranslations('balancers')
  const { check } = draft
  const setCheck = (over: Partial<Draft['check']>) => onChange({ ...draft, check: { ...check, ...over } })
  const number = (
    name: 'interval' | 'fall' | 'rise',
    key: 'intervalSeconds' | 'fall' | 'rise',
    max: number,
  ) => (
    <NumberField
      name={`${prefix}check.${key}`}
      label={t(name)}
      min={1}
      max={max}
      defaultValue={check[key]}
      onValueChange={(value) => setCheck({ [key]: value })}
    />
  )
  return (
    <Card title={t('advanced')}>
      <div className="grid gap-5">
        <RadioGroup
          name={`${prefix}check.protocol`}
          legend={t('checkBy')}
          look="chips"
          value={check.protocol}
          onValueChange={(protocol) => setCheck({ protocol, path: check.path ?? '/' })}
          options={[
            { value: 'tcp', label: t('checkTcp') },
            { value: 'http', label: t('checkHttp') },
          ]}
        />
        {check.protocol === 'http' && (
          <TextField
            name={`${prefix}check.path`}
            label={t('path')}
            hint={t('pathHint')}
            className="max-w-md"
            mono
            maxLength={200}
            autoComplete="off"
            spellCheck={false}
            value={check.path ?? ''}
            onChange={(event) => setCheck({ path: event.currentTarget.value })}
          />
        )}
        <div className="grid items-end gap-5 sm:grid-cols-3">
          {number('interval', 'intervalSeconds', 60)}
          {number('fall', 'fall', 10)}
          {number('rise', 'rise', 10)}
        </div>
        <Select
          name={`${prefix}algorithm`}
          label={t('algorithm')}
          hint={b(`algorithmHint.${draft.algorithm}`)}
          className="max-w-md"
          options={algorithms.map((value) => ({ value, label: b(`algorithm.${value}`) }))}
          value={draft.algorithm}
          onChange={(event) =>
            onChange({
              ...draft,
              algorithm: algorithms.find((each) => each === event.currentTarget.value) ?? 'round_robin',
            })
          }
        />
        <Checkbox
          name={`${prefix}isSticky`}
          label={t('sticky')}
          hint={t('stickyHint')}
          checked={draft.isSticky}
          onChange={(event) => onChange({ ...draft, isSticky: event.currentTarget.checked })}
        />
      </div>
    </Card>
  )
}
