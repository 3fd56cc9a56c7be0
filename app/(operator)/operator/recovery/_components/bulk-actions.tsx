'use client'
import { useTranslations } from 'next-intl'
import { type QuarantineView, quarantineCan, quarantineDays } from '~/lib/hypervisors/client'
import { decideManyAction, requestAdoptionsAction } from '../actions'
import { type ActOnChosen, ActsOnChosen, type ActTexts } from './acts-on-chosen'

type Act = 'adopt' | 'propose' | 'confirm'

const idsOf = (objects: readonly QuarantineView[]) => objects.map(({ id }) => id)

const adoptedKinds: readonly QuarantineView['kind'][] = ['instance', 'volume', 'address']

/** A proposal is confirmed by another person. */
const acts: Record<Act, ActOnChosen<QuarantineView>> = {
  adopt: {
    appliesTo: ({ kind, state }) =>
      adoptedKinds.includes(kind) && ['kept', 'proposed', 'adopted'].includes(state),
    send: (objects, reason) => requestAdoptionsAction({ quarantineIds: idsOf(objects), reason }),
    needsReason: true,
  },
  propose: {
    appliesTo: ({ state }) => quarantineCan.propose(state),
    send: (objects) => decideManyAction({ quarantineIds: idsOf(objects), decision: 'propose' }),
    danger: true,
  },
  confirm: {
    appliesTo: ({ state, needsAnother }) => quarantineCan.confirm(state) && !needsAnother,
    send: (objects) => decideManyAction({ quarantineIds: idsOf(objects), decision: 'confirm' }),
    danger: true,
  },
}

type Props = {
  objects: readonly QuarantineView[]
  refusal: string | undefined
  onDone: () => void
}

/** Adopts the chosen objects, or has two people delete them; each ends by itself, done or refused. */
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
