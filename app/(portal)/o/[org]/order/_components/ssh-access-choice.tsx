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

/**
 * Who may reach SSH from the internet; shown once something leads there. The choice is one line that opens; it is open while
 * the caller's own address is not what a reader would expect. Required input stays outside this line.
 */
export function SshAccessChoice({ choice, callerAddress, families, onChange }: Props) {
  const t = useTranslations('ordering.sshAccess')
  const reason = useTranslations('errors.reason')
  const value = sshAccessOf(choice, callerAddress, families)
  const isCallerKnown = callerSource(callerAddress, families) !== null
  const sources = choice.sshSources ?? ''
  const fault = sources.trim() === '' ? null : findSourcesFault(readSources(sources), families)
  // Another choice must not close it.
  const [isTouched, setTouched] = useState(false)
  const isLocal = value === 'caller' && callerAddress !== null && isLoopback(callerAddress)
  const isCallerMissed = families.v4 && value === 'nobody' && choice.sshAccess !== 'nobody'
  return (
    <div className="grid gap-3">
      <Disclosure
        summary={<Summary value={value} source={callerSource(callerAddress, families)} />}
        {...((isTouched || isLocal || isCallerMissed) && { open: true })}
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
      </Disclosure>
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
    </div>
  )
}

/** The choice in one line; the caller's own range is one IPv4 address or a network of IPv6. */
function Summary({ value, source }: { value: (typeof sshAccessChoices)[number]; source: string | null }) {
  const t = useTranslations('ordering.sshAccess.summary')
  if (value !== 'caller' || source === null) return t(value)
  return source.endsWith('/64')
    ? t('network', { source })
    : t('caller', { source: source.split('/')[0] ?? '' })
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
