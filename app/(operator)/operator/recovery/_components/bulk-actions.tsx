'use client'
import { useTranslations } from 'next-intl'
import { type QuarantineView, quarantineCan, quarantineDays } from '~/lib/hypervisors/client'
import type { AdoptionView } from '~/lib/restoration/client'
import { decideAdoptionsAction, decideManyAction, proposeAdoptionsAction } from '../actions'
import { type ActOnChosen, ActsOnChosen, type ActTexts } from './acts-on-chosen'

type Act = 'proposeRecord' | 'confirmRecord' | 'withdrawRecord' | 'proposeDeletion' | 'confirmDeletion'
/** An object without a row, with the last proposal to give it its rows. */
export type AdoptableObject = QuarantineView & { adoption: AdoptionView | null }

const idsOf = (objects: readonly AdoptableObject[]) => objects.map(({ id }) => id)
const decide = (decision: 'confirm' | 'withdraw') => (objects: readonly AdoptableObject[]) =>
  decideAdoptionsAction({
    adoptionIds: objects.flatMap(({ adoption }) => adoption?.id ?? []),
    decision,
  })

/** What runs in a load balancer is in its customer's row alone. */
const isAdoptable = ({ kind, state }: QuarantineView) => kind !== 'balancer' && quarantineCan.record(state)

/** A proposal is confirmed by another person. */
const acts: Record<Act, ActOnChosen<AdoptableObject>> = {
  proposeRecord: {
    appliesTo: (object) => isAdoptable(object) && object.adoption?.state !== 'proposed',
    send: (objects, reason) => proposeAdoptionsAction({ quarantineIds: idsOf(objects), reason }),
    needsReason: true,
  },
  confirmRecord: {
    appliesTo: (object) =>
      isAdoptable(object) && object.adoption?.state === 'proposed' && !object.adoption.needsAnother,
    send: decide('confirm'),
  },
  withdrawRecord: {
    appliesTo: ({ adoption }) => adoption?.state === 'proposed',
    send: decide('withdraw'),
  },
  proposeDeletion: {
    appliesTo: ({ state }) => quarantineCan.propose(state),
    send: (objects) => decideManyAction({ quarantineIds: idsOf(objects), decision: 'propose' }),
    danger: true,
  },
  confirmDeletion: {
    appliesTo: ({ state, needsAnother }) => quarantineCan.confirm(state) && !needsAnother,
    send: (objects) => decideManyAction({ quarantineIds: idsOf(objects), decision: 'confirm' }),
    danger: true,
  },
}

type Props = {
  objects: readonly AdoptableObject[]
  refusal: string | undefined
  onDone: () => void
}

/** Gives the chosen objects their rows or deletes them, by two people; each ends by itself, done or refused. */
export function BulkActions({ objects, ...props }: Props) {
  const t = useTranslations('restoration.bulk')
  const texts: ActTexts<Act> = {
    button: (act, count) => t(`act.${act}`, { count }),
    none: (act) => t(`none.${act}`),
    title: (act, count) => t(`title.${act}`, { count }),
    text: (act) => t(`text.${act}`, { days: quarantineDays }),
    done: (act, counts) => t(`done.${act}`, counts),
    reason: t('reason'),
  }
  return <ActsOnChosen acts={acts} texts={texts} rows={objects} {...props} />
}
