import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import { Dialog } from '~/components/ui/overlays/dialog'
import type { FirewallPreview, RuleView } from '~/lib/resources/client'
import { previewFirewallAction } from '../actions'
import { type Offered, PeerFields } from './peer-fields'
import { type Edit, PreviewStep } from './preview-step'
import { type RuleFields, toRuleInput } from './to-rule-input'
import { useReturnToForm } from './use-return-to-form'

type Props = {
  organisationId: string
  setId: `rls_${string}`
  /** Absent: a new one. */
  rule?: RuleView
  offered: Offered
  title: string
  onClose: () => void
}

const protocols = ['tcp', 'udp', 'icmp', 'any'] as const

/** A rule, then what it changes, then it is saved. Going back keeps what was typed. */
export function RuleDialog({ organisationId, setId, rule, offered, title, onClose }: Props) {
  const t = useTranslations('firewall')
  const [edit, setEdit] = useState<Edit | null>(null)
  const [preview, setPreview] = useState<FirewallPreview | null>(null)
  const form = useReturnToForm(preview !== null)
  const [protocol, setProtocol] = useState<(typeof protocols)[number]>(rule?.protocol ?? 'tcp')
  const [direction, setDirection] = useState(rule?.direction ?? 'in')
  const hasPorts = protocol === 'tcp' || protocol === 'udp'
  const ask = async ({ edit: fields }: { edit: { rule: RuleFields } }) => {
    const values = toRuleInput(fields.rule)
    const wanted: Edit = rule
      ? { do: 'change_rule', ruleId: rule.id, rule: values }
      : { do: 'add_rule', setId, rule: values }
    setEdit(wanted)
    return previewFirewallAction({ organisationId, edit: wanted })
  }
  return (
    <Dialog isOpen onClose={onClose} title={title} size="lg">
      <div ref={form} hidden={preview !== null}>
        <ActionForm action={ask} onSuccess={setPreview}>
          <div className="grid items-end gap-4 sm:grid-cols-3">
            <Select
              name="edit.rule.direction"
              label={t('column.direction')}
              options={(['in', 'out'] as const).map((value) => ({ value, label: t(`direction.${value}`) }))}
              value={direction}
              onChange={(event) => setDirection(event.currentTarget.value === 'out' ? 'out' : 'in')}
            />
            <Select
              name="edit.rule.protocol"
              label={t('column.protocol')}
              options={protocols.map((value) => ({ value, label: t(`protocol.${value}`) }))}
              value={protocol}
              onChange={(event) =>
                setProtocol(protocols.find((each) => each === event.currentTarget.value) ?? 'tcp')
              }
            />
            {hasPorts && (
              <TextField
                name="edit.rule.ports"
                label={t('column.ports')}
                hint={t('form.portsHint')}
                defaultValue={rule?.ports ?? ''}
                optional
                mono
                maxLength={120}
                autoComplete="off"
              />
            )}
          </div>
          <PeerFields direction={direction} rule={rule} offered={offered} />
          <TextField
            name="edit.rule.description"
            label={t('column.description')}
            defaultValue={rule?.description ?? ''}
            optional
            maxLength={80}
          />
          {direction === 'out' && <p className="text-sm text-ink-2">{t('form.outText')}</p>}
          <SubmitButton>{t('preview.open')}</SubmitButton>
        </ActionForm>
      </div>
      {preview && edit && (
        <PreviewStep
          organisationId={organisationId}
          edit={edit}
          preview={preview}
          submit={t('form.save')}
          done={t(rule ? 'changed' : 'added')}
          onBack={() => setPreview(null)}
          onDone={onClose}
        />
      )}
    </Dialog>
  )
}
