import type { MailTemplate } from '../../frame'

type Subject =
  | 'seller'
  | 'creditor'
  | 'card_provider'
  | 'connection_chorus_pro'
  | 'connection_platform'
  | 'concession'
  | 'card_refund'

const fr: Record<Subject, string> = {
  seller: 'de changer le compte du vendeur ou le seuil du double accord',
  creditor: 'de changer l’identifiant créancier',
  card_provider: 'de changer le prestataire de paiement par carte',
  connection_chorus_pro: 'de changer le raccordement à Chorus Pro',
  connection_platform: 'de changer le raccordement à la plateforme agréée',
  concession: 'un avoir ou un geste commercial',
  card_refund: 'de rembourser un paiement par carte',
}
const en: Record<Subject, string> = {
  seller: 'to change the seller’s account or the one-person limit',
  creditor: 'to change the creditor identifier',
  card_provider: 'to change the card payment provider',
  connection_chorus_pro: 'to change the connection to Chorus Pro',
  connection_platform: 'to change the connection to the approved platform',
  concession: 'a credit note or a goodwill credit',
  card_refund: 'to refund a card payment',
}

type Params = {
  name: string
  proposer: string
  subject: Subject
  /** It replaces an earlier proposal about the same subject. */
  isReplacing: boolean
  /** The last four characters of the proposed account; empty for other proposals. */
  ibanEnd: string
  url: string
}

export const secondPersonAwaited: MailTemplate<Params> = {
  fr: ({ name, proposer, subject, isReplacing, ibanEnd, url }) => ({
    subject: 'Une proposition attend votre accord',
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `${proposer} propose ${fr[subject]}. Rien ne se fait tant qu’une seconde personne n’a pas donné son accord.`,
      isReplacing
        ? 'Cette proposition remplace la précédente sur le même sujet, qui n’est plus soumise à votre accord.'
        : '',
      ibanEnd === ''
        ? ''
        : `L’IBAN proposé se termine par ${ibanEnd}. Si la page en montre un autre, la proposition a été remplacée depuis ce courriel.`,
      'Avant de confirmer, vérifiez auprès de cette personne, de vive voix ou par un autre canal que le courriel, que la proposition vient bien d’elle.',
    ].filter((each) => each !== ''),
    action: { label: 'Examiner la proposition', url },
  }),
  en: ({ name, proposer, subject, isReplacing, ibanEnd, url }) => ({
    subject: 'A proposal is waiting for your approval',
    greeting: `Hello ${name},`,
    paragraphs: [
      `${proposer} proposes ${en[subject]}. Nothing happens until a second person approves.`,
      isReplacing
        ? 'This proposal replaces the previous one about the same subject, which no longer needs your approval.'
        : '',
      ibanEnd === ''
        ? ''
        : `The proposed IBAN ends with ${ibanEnd}. If the page shows another one, the proposal was replaced after this email.`,
      'Before you confirm, check with this person, in person or by a channel other than email, that the proposal is theirs.',
    ].filter((each) => each !== ''),
    action: { label: 'Review the proposal', url },
  }),
}
