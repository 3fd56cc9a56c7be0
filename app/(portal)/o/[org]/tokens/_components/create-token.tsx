'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { FormDialog } from '~/components/form/form-dialog'
import { CheckGroup } from '~/components/ui/fields/check-group'
import { Checkbox } from '~/components/ui/fields/checkbox'
import { RadioGroup } from '~/components/ui/fields/radio-group'
import { Select } from '~/components/ui/fields/select'
import { TextArea } from '~/components/ui/fields/text-area'
import { TextField } from '~/components/ui/fields/text-field'
import { SecretDialog } from '~/components/ui/overlays/secret-dialog'
import { type MemberPermission, permissionsOf, type TokenChoices, tokenPresets } from '~/lib/identity/client'
import { createTokenAction } from '../actions'
import { useSecretWords } from './use-secret-words'

type Props = { organisationId: string; choices: TokenChoices; refusal: string | undefined }
type Input = Parameters<typeof createTokenAction>[0]

const rights = [...tokenPresets, 'chosen'] as const
const lifetimes = [7, 30, 90, 365] as const

/** Makes a token with rights, limits and an end. Its secret is shown once, afterwards. */
export function CreateToken({ organisationId, choices, refusal }: Props) {
  const t = useTranslations('tokens')
  const words = useSecretWords()
  const [preset, setPreset] = useState<(typeof rights)[number]>('read')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [projectIds, setProjectIds] = useState<readonly string[]>([])
  const [networks, setNetworks] = useState('')
  const [secret, setSecret] = useState<string | null>(null)
  const permissions = (): MemberPermission[] =>
    preset === 'chosen'
      ? choices.permissions.filter((each) => chosen.includes(each))
      : permissionsOf(preset, choices.permissions)
  return (
    <>
      <FormDialog<Input, { secret: string }>
        label={t('create')}
        title={t('create')}
        submit={t('create')}
        done={t('created')}
        variant="primary"
        size="lg"
        disabledReason={refusal}
        action={async (input) => {
          const result = await createTokenAction(input)
          if (result.ok) setSecret(result.data.secret)
          return result
        }}
        prove={(proof) => confirmIdentityAction({ proof })}
        prepare={({ name, days, mayDestroy }) => ({
          organisationId,
          name,
          permissions: permissions(),
          projectIds: projectIds.length > 0 ? [...projectIds] : null,
          networks: networks.split(/[\s,;]+/).filter(Boolean),
          mayDestroy,
          days: Number(days),
        })}
      >
        <TextField
          name="name"
          label={t('name')}
          hint={t('nameHint')}
          maxLength={60}
          autoComplete="off"
          autoFocus
        />
        <RadioGroup
          name="preset"
          legend={t('rights')}
          value={preset}
          onValueChange={setPreset}
          options={rights.map((value) => ({
            value,
            label: t(`preset.${value}`),
            hint: t(`presetHint.${value}`),
          }))}
        />
        {preset === 'chosen' && (
          <CheckGroup
            name="permissions"
            legend={t('chosen')}
            hint={t('chosenHint')}
            value={chosen}
            onValueChange={setChosen}
            options={choices.permissions.map((value) => ({
              value,
              label: t(`permission.${value.replace(':', '_')}`),
              note: <code>{value}</code>,
            }))}
          />
        )}
        <Checkbox name="mayDestroy" label={t('mayDestroy')} hint={t('mayDestroyHint')} />
        {choices.projects.length > 1 && (
          <CheckGroup
            name="projectIds"
            legend={t('projects')}
            hint={t('projectsHint')}
            value={projectIds}
            onValueChange={setProjectIds}
            options={choices.projects.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <TextArea
          name="networks"
          label={t('networks')}
          hint={t('networksHint')}
          optional
          mono
          rows={2}
          value={networks}
          onChange={(event) => setNetworks(event.currentTarget.value)}
        />
        <Select
          name="days"
          label={t('lifetime')}
          defaultValue="90"
          options={lifetimes.map((days) => ({ value: String(days), label: t('days', { days }) }))}
        />
      </FormDialog>
      {secret && <SecretDialog secret={secret} words={words} onClose={() => setSecret(null)} />}
    </>
  )
}
