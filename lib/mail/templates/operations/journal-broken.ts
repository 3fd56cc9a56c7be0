import type { MailTemplate } from '../../frame'

type Reason = 'altered' | 'missing_before' | 'heads_altered' | 'cut' | 'rewritten'

const fr: Record<Reason, string> = {
  altered: 'Une ligne a été modifiée.',
  missing_before: 'Une ligne manque.',
  heads_altered: 'Le fichier des têtes, tenu hors de la base, a été modifié.',
  cut: 'La fin du journal a été coupée.',
  rewritten: 'Le journal a été réécrit.',
}
const en: Record<Reason, string> = {
  altered: 'A row was altered.',
  missing_before: 'A row is missing.',
  heads_altered: 'The file of heads, kept outside the database, was altered.',
  cut: 'The end of the journal was cut off.',
  rewritten: 'The journal was rewritten.',
}

export const journalBroken: MailTemplate<{ name: string; reason: Reason; row: string; url: string }> = {
  fr: ({ name, reason, row, url }) => ({
    subject: 'Rupture du journal constatée',
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `La vérification du journal a échoué. ${fr[reason]}`,
      row === '' ? '' : `Numéro de la ligne : ${row}.`,
      'Quelqu’un a pu changer ce qui y est inscrit. Conservez la base et les journaux des processus avant toute autre mesure.',
    ].filter((each) => each !== ''),
    action: { label: 'Ouvrir le journal', url },
  }),
  en: ({ name, reason, row, url }) => ({
    subject: 'Break in the journal found',
    greeting: `Hello ${name},`,
    paragraphs: [
      `The verification of the journal failed. ${en[reason]}`,
      row === '' ? '' : `Number of the row: ${row}.`,
      'Somebody may have changed what it records. Keep the database and the logs of the processes before any other measure.',
    ].filter((each) => each !== ''),
    action: { label: 'Open the journal', url },
  }),
}
