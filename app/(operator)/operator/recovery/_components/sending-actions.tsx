'use client'
import { useTranslations } from 'next-intl'
import type { DoubtfulSending } from '~/lib/restoration/client'
import { decideSendingsAction, proposeSendingsAction } from '../actions'
import { type ActOnChosen, ActsOnChosen, type ActTexts } from './acts-on-chosen'

type Outcome = 'send' | 'sent'
type Act = 'proposeSent' | 'proposeSend' | 'confirmSent' | 'confirmSend' | 'withdraw'

const idsOf = (sendings: readonly DoubtfulSending[]) => sendings.map(({ id }) => id)

const propose = (outcome: Outcome): ActOnChosen<DoubtfulSending> => ({
  appliesTo: ({ state }) => state === 'open',
  send: (sendings, reference) => proposeSendingsAction({ sendingIds: idsOf(sendings), outcome, reference }),
  needsReason: true,
})
const confirm = (outcome: Outcome): ActOnChosen<DoubtfulSending> => ({
  appliesTo: ({ state, proposal }) =>
    state === 'proposed' && proposal?.outcome === outcome && !proposal.needsAnother,
  send: (sendings) => decideSendingsAction({ sendingIds: idsOf(sendings), outcome, decision: 'confirm' }),
  danger: true,
})

/** A proposal is confirmed by another person, and withdrawn by anybody. */
const acts: Record<Act, ActOnChosen<DoubtfulSending>> = {
  proposeSent: propose('sent'),
  proposeSend: propose('send'),
  confirmSent: confirm('sent'),
  confirmSend: confirm('send'),
  withdraw: {
    appliesTo: ({ state }) => state === 'proposed',
    send: (sendings) =>
      decideSendingsAction({ sendingIds: idsOf(sendings), outcome: null, decision: 'withdraw' }),
  },
}

type Props = { rows: readonly DoubtfulSending[]; refusal: string | undefined; onDone: () => void }

/** Sends the chosen sendings, or records that they were sent before, by two people. */
export function SendingActions(props: Props) {
  const t = useTranslations('restoration.sending')
  const texts: ActTexts<Act> = {
    button: (act, count) => t(`act.${act}`, { count }),
    none: (act) => t(`none.${act}`),
    title: (act, count) => t(`ask.${act}`, { count }),
    text: (act) => t(`explain.${act}`),
    done: (act, counts) => t(`done.${act}`, counts),
    reason: t('reference'),
  }
  return <ActsOnChosen acts={acts} texts={texts} {...props} />
}
