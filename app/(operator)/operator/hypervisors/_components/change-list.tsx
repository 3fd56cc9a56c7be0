'use client'
import { useTranslations } from 'next-intl'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { FormDialog } from '~/components/form/form-dialog'
import { TextArea } from '~/components/ui/fields/text-area'
import type { HypervisorView } from '~/lib/hypervisors/client'
import { changeHypervisorAddressesAction, changeManagementRangesAction } from '../actions'

const actions = { addresses: changeHypervisorAddressesAction, ranges: changeManagementRangesAction }
/** Each action takes one of the two lists: the field that the form has. */
type Input = { hypervisorId: string; addresses: string; ranges: string }
type Props = { hypervisor: HypervisorView; list: keyof typeof actions }

/**
 * Edits a list of a hypervisor, one entry per line: the addresses of its API, or the ranges that servers of its zone
 * must not reach.
 */
export function ChangeList({ hypervisor, list }: Props) {
  const t = useTranslations('hypervisors')
  const { id: hypervisorId, addresses, managementRanges, zoneName: zone } = hypervisor
  const entries = { addresses, ranges: managementRanges }[list]
  return (
    <FormDialog<Input, void>
      label={t(`${list}.open`)}
      labelInFull={t(`${list}.openInFull`, { zone })}
      title={t(`${list}.title`, { zone })}
      submit={t(`${list}.submit`)}
      done={t(`${list}.done`)}
      variant="quiet"
      action={actions[list]}
      extra={{ hypervisorId }}
      prove={(proof) => confirmStaffIdentityAction({ proof })}
    >
      <p className="text-ink-2">{t(`${list}.how`)}</p>
      <TextArea
        name={list}
        label={t(`${list}.label`)}
        hint={t(`${list}.hint`)}
        defaultValue={entries.join('\n')}
        mono
        rows={5}
        maxLength={5_000}
        autoComplete="off"
        spellCheck={false}
      />
    </FormDialog>
  )
}
