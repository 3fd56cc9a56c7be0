import type { MailTemplate } from '../frame'

type Subject = 'seller' | 'creditor' | 'card_provider' | 'connection_chorus_pro' | 'connection_platform'

const fr: Record<Subject, string> = {
  seller: 'le compte du vendeur ou le seuil du double accord',
  creditor: 'l’identifiant créancier',
  card_provider: 'le prestataire de paiement par carte',
  connection_chorus_pro: 'le raccordement à Chorus Pro',
  connection_platform: 'le raccordement à la plateforme agréée',
}
const en: Record<Subject, string> = {
  seller: 'the seller’s account or the limit of one person',
  creditor: 'the creditor identifier',
  card_provider: 'the card payment provider',
  connection_chorus_pro: 'the connection to Chorus Pro',
  connection_platform: 'the connection to the approved platform',
}

type Params = {
  name: string
  proposer: string
  subject: Subject
  /** The last four characters of the proposed account; empty where it does not change. */
  ibanEnd: string
  url: string
}

export const sellerChangeWaiting: MailTemplate<Params> = {
  fr: ({ name, proposer, subject, ibanEnd, url }) => ({
    subject: 'Un changement attend votre accord',
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `${proposer} propose de changer ${fr[subject]}. Rien ne change tant qu’une seconde personne n’a pas donné son accord.`,
      ibanEnd === '' ? '' : `L’IBAN proposé se termine par ${ibanEnd}.`,
      'Avant de confirmer, vérifiez auprès de cette personne, de vive voix ou par un autre canal que le courriel, que la demande vient bien d’elle.',
    ].filter((each) => each !== ''),
    action: { label: 'Examiner le changement', url },
  }),
  en: ({ name, proposer, subject, ibanEnd, url }) => ({
    subject: 'A change is waiting for your approval',
    greeting: `Hello ${name},`,
    paragraphs: [
      `${proposer} proposes to change ${en[subject]}. Nothing changes until a second person approves.`,
      ibanEnd === '' ? '' : `The proposed IBAN ends with ${ibanEnd}.`,
      'Before you confirm, check with this person, in person or by a channel other than mail, that the request is theirs.',
    ].filter((each) => each !== ''),
    action: { label: 'Review the change', url },
  }),
}
