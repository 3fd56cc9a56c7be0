'use client'
import { useTranslations } from 'next-intl'
import type { ComponentProps } from 'react'
import { takeFocus } from '../overlays/take-focus'
import { type AskedProof, proofName } from './proof'
import { TextField } from './text-field'

type Props = { asked: AskedProof } & Omit<ComponentProps<typeof TextField>, 'name' | 'label' | 'ref'>

/** An input for a second-factor code or the password: it takes the focus, because it appears after a press. */
export function ProofField({ asked, ...rest }: Props) {
  const t = useTranslations('common.proof')
  return (
    <TextField
      {...rest}
      key={asked}
      ref={takeFocus}
      name={proofName}
      type={asked === 'password' ? 'password' : 'text'}
      label={t(asked)}
      hint={t('hint')}
      autoComplete={asked === 'password' ? 'current-password' : 'one-time-code'}
      autoCapitalize="none"
      spellCheck={false}
      mono={asked === 'code'}
    />
  )
}
