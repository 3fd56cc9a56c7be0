'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Callout } from '~/components/ui/display/callout'
import { Disclosure } from '~/components/ui/display/disclosure'
import { Checkbox } from '~/components/ui/fields/checkbox'
import { RadioGroup } from '~/components/ui/fields/radio-group'
import { TextArea } from '~/components/ui/fields/text-area'
import { isLoopback } from '~/lib/kernel/net/loopback'
import {
  callerSource,
  findSourcesFault,
  type OrderChoice,
  type PublicFamilies,
  readSources,
  sshAccessChoices,
  sshAccessOf,
} from '~/lib/ordering/client'

type Props = {
  choice: OrderChoice
  /** The client's address as the server sees it. */
  callerAddress: string | null
  /** By which the servers are reached. */
  families: PublicFamilies
  onChange: (part: Partial<OrderChoice>) => void
}

/** The caller's own range as shown: one IPv4 address without its length, empty when it is not known. */
export const shownCallerSource = (address: string | null, families: PublicFamilies) =>
  callerSource(address, families)?.replace(/\/32$/, '') ?? ''

/** Who may reach SSH from the internet, in one line that opens; shown once something leads there. */
export function SshAccessChoice({ choice, callerAddress, families, onChange }: Props) {
  const t = useTranslations('ordering.sshAccess')
  const reason = useTranslations('errors.reason')
  const value = sshAccessOf(choice, callerAddress, families)
  const isCallerKnown = callerSource(callerAddress, families) !== null
  const sources = choice.sshSources ?? ''
  const fault = sources.trim() === '' ? null : findSourcesFault(readSources(sources), families)
  // Another choice must not close it.
  const [isTouched, setTouched] = useState(false)
  const isOpen = isTouched || value === 'list' || value === 'everyone'
  return (
    <Disclosure
      summary={t(`summary.${value}`, { source: shownCallerSource(callerAddress, families) })}
      {...(isOpen && { open: true })}
    >
      <RadioGroup
        name="sshAccess"
        legend={t('legend')}
        value={value}
        onValueChange={(sshAccess) => {
          setTouched(true)
          onChange({ sshAccess })
        }}
        options={sshAccessChoices.map((each) => ({
          value: each,
          label: t(`choice.${each}`),
          hint:
            each === 'caller' ? (
              <CallerHint address={callerAddress} families={families} />
            ) : (
              t(`hint.${each}`)
            ),
          disabled: each === 'caller' && !isCallerKnown,
        }))}
      />
      {value === 'list' && (
        <TextArea
          name="sshSources"
          label={t('sources')}
          hint={t(families.v6 ? 'sourcesHint6' : 'sourcesHint')}
          mono
          rows={3}
          spellCheck={false}
          autoComplete="off"
          value={sources}
          error={fault ? reason(fault) : undefined}
          onChange={(event) => onChange({ sshSources: event.currentTarget.value })}
        />
      )}
      {value === 'everyone' && (
        <Callout tone="warn" title={t('everyoneTitle')} live>
          <Checkbox
            name="everyoneConfirmed"
            label={t('everyoneConfirm')}
            checked={choice.isEveryoneConfirmed ?? false}
            onChange={(event) => onChange({ isEveryoneConfirmed: event.currentTarget.checked })}
          />
        </Callout>
      )}
    </Disclosure>
  )
}

/** The address that would be let in, or why it is not known. */
function CallerHint({ address, families }: { address: string | null; families: PublicFamilies }) {
  const t = useTranslations('ordering.sshAccess')
  if (address === null) return t('callerUnknown')
  const source = callerSource(address, families)
  if (source === null) return t(families.v4 ? 'callerIpv6' : 'callerIpv4', { address })
  if (isLoopback(address)) return t('callerLocal', { address })
  return source.endsWith('/64') ? t('callerHint6', { range: source }) : t('callerHint', { address })
}
