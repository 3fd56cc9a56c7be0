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
  altered: 'An entry was altered.',
  missing_before: 'An entry is missing.',
  heads_altered: 'The head file, kept outside the database, was altered.',
  cut: 'The end of the audit log was cut off.',
  rewritten: 'The audit log was rewritten.',
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
    subject: 'Audit log break detected',
    greeting: `Hello ${name},`,
    paragraphs: [
      `Verification of the audit log failed. ${en[reason]}`,
      row === '' ? '' : `Entry number: ${row}.`,
      'Recorded entries may have been changed. Before anything else, preserve the database and the process logs.',
    ].filter((each) => each !== ''),
    action: { label: 'View audit log', url },
  }),
}
