import { useTranslations } from 'next-intl'
import { FormDialog } from '~/components/form/form-dialog'
import { Card } from '~/components/ui/display/card'
import { Meter } from '~/components/ui/display/meter'
import { TextField } from '~/components/ui/fields/text-field'
import type { AddressPoolView } from '~/lib/resources/client'
import { addAddressPoolAction, removeAddressPoolAction } from '../actions'
import { RemovePool } from './remove-pool'

type Props = { zoneId: string; pools: readonly AddressPoolView[]; mayChange: boolean }

/** The zone's public addresses by range, with the number in use. */
export function AddressesCard({ zoneId, pools, mayChange }: Props) {
  const t = useTranslations('inventory.addresses')
  const add = mayChange && (
    <FormDialog
      label={t('add')}
      title={t('addTitle')}
      submit={t('add')}
      done={t('added')}
      action={addAddressPoolAction}
      extra={{ zoneId: zoneId as `zon_${string}` }}
    >
      <p className="text-ink-2">{t('addText')}</p>
      <TextField
        name="range"
        label={t('range')}
        hint={t('rangeHint')}
        mono
        maxLength={50}
        autoComplete="off"
      />
    </FormDialog>
  )
  return (
    <Card title={t('title')} actions={add} padded={false}>
      {pools.length === 0 && <p className="p-4.5 text-ink-2">{t('none')}</p>}
      <ul className="divide-y divide-line">
        {pools.map(({ id, range, family, total, reserved, attached }) => (
          <li key={id} className="grid gap-1.5 px-4.5 py-3">
            <div className="flex flex-wrap items-center gap-x-3">
              <span className="min-w-0 flex-1 font-mono">{range}</span>
              {mayChange && (
                <RemovePool
                  poolId={id}
                  range={range}
                  family={family}
                  reserved={reserved}
                  action={removeAddressPoolAction}
                />
              )}
            </div>
            <Meter
              label={range}
              value={reserved}
              max={total}
              valueText={t(family === 6 ? 'meter6' : 'meter', { reserved, total })}
              tone="auto"
              size="md"
            />
            <span className="text-sm text-ink-2">
              {t(family === 6 ? 'value6' : 'value', { free: total - reserved, attached })}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
