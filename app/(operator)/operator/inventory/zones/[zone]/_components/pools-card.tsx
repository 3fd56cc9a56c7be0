import { useLocale, useTranslations } from 'next-intl'
import { FormDialog } from '~/components/form/form-dialog'
import { Card } from '~/components/ui/display/card'
import { Meter } from '~/components/ui/display/meter'
import { NumberField } from '~/components/ui/fields/number-field'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import type { InventoryPool, InventoryZone } from '~/lib/datacentre/client'
import { formatGb, type Locale } from '~/lib/kernel/text/format'
import { editPoolAction, registerPoolAction } from '../actions'

const classes = ['fast', 'standard', 'archive'] as const

/** The zone's network storage: allocated part, and its size, which can be edited. */
export function PoolsCard({ zone, mayChange }: { zone: InventoryZone; mayChange: boolean }) {
  const t = useTranslations('inventory')
  const locale = useLocale() as Locale
  const add = mayChange && (
    <FormDialog
      label={t('form.addPool')}
      title={t('form.addPool')}
      submit={t('form.add')}
      done={t('form.added')}
      action={registerPoolAction}
      extra={{ zoneId: zone.id }}
    >
      <PoolFields />
      <Select
        name="volumeClass"
        label={t('form.volumeClass')}
        options={classes.map((value) => ({ value, label: t(`volumeClass.${value}`) }))}
      />
    </FormDialog>
  )
  return (
    <Card title={t('pools')} actions={add} padded={false}>
      {zone.pools.length === 0 && <p className="p-4.5 text-ink-2">{t('zone.noPool')}</p>}
      <ul className="divide-y divide-line">
        {zone.pools.map((pool) => {
          const sellable = pool.gib.total - pool.gib.reserved
          const used = sellable - pool.gib.free
          const amounts = { used: formatGb(used, locale), total: formatGb(sellable, locale) }
          return (
            <li key={pool.id} className="grid gap-1.5 px-4.5 py-3">
              <div className="flex flex-wrap items-center gap-x-3">
                <span className="min-w-0 flex-1">
                  {t('pool', { name: pool.name, volumeClass: t(`volumeClass.${pool.volumeClass}`) })}
                </span>
                {mayChange && (
                  <FormDialog
                    label={t('form.edit')}
                    labelInFull={t('form.editPool', { name: pool.name })}
                    title={t('form.editPool', { name: pool.name })}
                    submit={t('form.save')}
                    done={t('form.saved')}
                    variant="quiet"
                    action={editPoolAction}
                    extra={{ poolId: pool.id }}
                  >
                    <PoolFields pool={pool} />
                  </FormDialog>
                )}
              </div>
              <Meter
                label={pool.name}
                value={used}
                max={sellable}
                valueText={t('poolMeter', amounts)}
                tone="auto"
                size="md"
              />
              <span className="text-sm text-ink-2">
                {t('poolValue', { free: formatGb(pool.gib.free, locale), total: amounts.total })}
              </span>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}

function PoolFields({ pool }: { pool?: InventoryPool }) {
  const t = useTranslations('inventory.form')
  return (
    <>
      <TextField name="name" label={t('poolName')} defaultValue={pool?.name} mono maxLength={61} />
      <NumberField name="gibPhysical" label={t('poolSpace')} min={1} defaultValue={pool?.gib.total} />
      <NumberField
        name="gibReserved"
        label={t('poolReserved')}
        min={0}
        defaultValue={pool?.gib.reserved ?? 0}
      />
    </>
  )
}
