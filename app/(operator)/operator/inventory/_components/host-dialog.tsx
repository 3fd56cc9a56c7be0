'use client'
import { useTranslations } from 'next-intl'
import { FormDialog } from '~/components/form/form-dialog'
import { NumberField } from '~/components/ui/fields/number-field'
import { TextField } from '~/components/ui/fields/text-field'
import type { HostView } from '~/lib/datacentre/client'
import type { EditHostInput, RegisterHostInput } from '~/lib/datacentre/schema'
import type { ActionResult } from '~/lib/kernel/action-result'
import { toMib, toTypedGib } from './typed-memory'

/** The inputs of both actions: each gets only the fields on screen and its own `extra`. */
type HostForm = EditHostInput & RegisterHostInput

type Props = {
  action: (input: HostForm) => Promise<ActionResult<unknown>>
  extra: Partial<HostForm>
  /** The host to edit; omitted, a new one. */
  host?: HostView
}

/** Registers or edits a host. Memory is entered in GiB and stored in MiB. */
export function HostDialog({ action, extra, host }: Props) {
  const t = useTranslations('inventory.form')
  return (
    <FormDialog
      label={t(host ? 'edit' : 'addHost')}
      title={host ? t('editHost', { name: host.name }) : t('addHost')}
      submit={t(host ? 'save' : 'add')}
      done={t(host ? 'saved' : 'added')}
      size="lg"
      variant={host ? 'secondary' : 'primary'}
      action={action}
      extra={extra}
      prepare={(input) => ({
        ...input,
        rackUnit: input.rackUnit ?? null,
        memoryMibPhysical: toMib(input.memoryMibPhysical),
        memoryMibReserved: toMib(input.memoryMibReserved ?? 0),
      })}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        {!host && (
          <TextField name="name" label={t('hostName')} hint={t('hostNameHint')} mono maxLength={61} />
        )}
        <TextField name="generation" label={t('generation')} defaultValue={host?.generation} maxLength={80} />
        <NumberField
          name="rackUnit"
          label={t('rackUnit')}
          hint={t('rackUnitHint')}
          optional
          min={1}
          max={60}
          defaultValue={host?.rackUnit ?? undefined}
        />
        <NumberField
          name="heightUnits"
          label={t('heightUnits')}
          min={1}
          max={20}
          defaultValue={host?.heightUnits ?? 1}
        />
      </div>
      <div className="grid gap-4 sm:grid-cols-3">
        <NumberField
          name="vcpuPhysical"
          label={t('vcpuPhysical')}
          min={1}
          defaultValue={host?.vcpuPhysical}
        />
        <NumberField
          name="vcpuOvercommitPercent"
          label={t('overcommit')}
          min={100}
          max={1600}
          step={50}
          defaultValue={host?.vcpuOvercommitPercent ?? 400}
        />
        <NumberField
          name="vcpuReserved"
          label={t('vcpuReserved')}
          min={0}
          defaultValue={host?.vcpu.reserved ?? 0}
        />
        <NumberField
          name="memoryMibPhysical"
          label={t('memory')}
          min={1}
          step="any"
          defaultValue={host && toTypedGib(host.memoryMib.total)}
        />
        <NumberField
          name="memoryMibReserved"
          label={t('memoryReserved')}
          min={0}
          step="any"
          defaultValue={host ? toTypedGib(host.memoryMib.reserved) : 0}
          className="sm:col-span-2"
        />
        <NumberField name="diskGibPhysical" label={t('disk')} min={1} defaultValue={host?.diskGib.total} />
        <NumberField
          name="diskGibReserved"
          label={t('diskReserved')}
          min={0}
          defaultValue={host?.diskGib.reserved ?? 0}
          className="sm:col-span-2"
        />
      </div>
    </FormDialog>
  )
}
