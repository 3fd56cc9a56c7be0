'use client'
import { useTranslations } from 'next-intl'
import type { DoubtfulRow } from '~/lib/restoration/client'
import { decideLossesAction, proposeLossesAction } from '../actions'
import { type ActOnChosen, ActsOnChosen, type ActTexts } from './acts-on-chosen'

type Act = 'propose' | 'confirm' | 'withdraw'

const decide = (decision: 'confirm' | 'withdraw') => (rows: readonly DoubtfulRow[]) =>
  decideLossesAction({ lossIds: rows.flatMap(({ loss }) => (loss ? [loss.id] : [])), decision })

/** A proposal is confirmed by another person, and withdrawn by anybody. */
const acts: Record<Act, ActOnChosen<DoubtfulRow>> = {
  propose: {
    appliesTo: ({ loss }) => loss?.state !== 'proposed',
    send: (rows, reason) => proposeLossesAction({ driftIds: rows.map(({ id }) => id), reason }),
    needsReason: true,
  },
  confirm: {
    appliesTo: ({ loss }) => loss?.state === 'proposed' && !loss.needsAnother,
    send: decide('confirm'),
    danger: true,
  },
  withdraw: { appliesTo: ({ loss }) => loss?.state === 'proposed', send: decide('withdraw') },
}

type Props = { rows: readonly DoubtfulRow[]; refusal: string | undefined; onDone: () => void }

/** Declares the chosen rows lost by two people; each ends by itself, done or refused. */
export function LossActions(props: Props) {
  const t = useTranslations('restoration.loss')
  const texts: ActTexts<Act> = {
    button: (act, count) => t(`act.${act}`, { count }),
    none: (act) => t(`none.${act}`),
    title: (act, count) => t(`title.${act}`, { count }),
    text: (act) => t(`text.${act}`),
    done: (act, counts) => t(`done.${act}`, counts),
    reason: t('reason'),
  }
  return <ActsOnChosen acts={acts} texts={texts} {...props} />
}
