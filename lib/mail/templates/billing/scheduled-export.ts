import type { MailTemplate } from '../../frame'

export const scheduledExport: MailTemplate<{
  name: string
  file: string
  month: string
  isAttached: boolean
  url: string
}> = {
  fr: ({ name, file, month, isAttached, url }) => ({
    subject: `Export mensuel, ${month} : ${file}`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `Mois facturé : ${month}. Voici l’export prévu, ${file}.`,
      isAttached
        ? 'Le fichier est joint. Il reste aussi sept jours sur la page des exports.'
        : 'Le fichier est trop grand pour être joint : il reste sept jours sur la page des exports.',
    ],
    action: { label: 'Voir les exports', url },
  }),
  en: ({ name, file, month, isAttached, url }) => ({
    subject: `Export of ${month}: ${file}`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `${month} has been invoiced. Here is your scheduled export, ${file}.`,
      isAttached
        ? 'The file is attached. It is also available on the Exports page for seven days.'
        : 'The file is too large to attach: it is available on the Exports page for seven days.',
    ],
    action: { label: 'View exports', url },
  }),
}

/** Texts for failures on our side; a service's answer is quoted as received. */
const own: Readonly<Record<string, { fr: string; en: string }>> = {
  secret_unreadable: {
    fr: 'Sa clé secrète ne s’ouvre plus : supprimez cet envoi et créez-le de nouveau.',
    en: 'Its secret key can no longer be decrypted: delete this export and create it again.',
  },
  no_recipient: {
    fr: 'Aucun de ses destinataires ne peut plus lire la facturation : choisissez-en d’autres sur la page des exports.',
    en: 'None of its recipients still has access to billing: choose others on the Exports page.',
  },
  not_prepared: { fr: 'Le fichier n’a pas pu être préparé.', en: 'The file could not be prepared.' },
}

export const scheduledExportFailed: MailTemplate<{
  name: string
  file: string
  month: string
  failure: string
  url: string
}> = {
  fr: ({ name, file, month, failure, url }) => ({
    subject: `L’export mensuel n’est pas parti (${month})`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `L’export mensuel ${file} n’a pas pu être remis. ${own[failure]?.fr ?? `Dernière réponse : ${failure}.`}`,
      'Il ne sera plus essayé pour ce mois ; ses documents seront aussi dans l’export suivant. Le fichier se télécharge sur la page des exports, où l’envoi peut être corrigé.',
    ],
    action: { label: 'Voir les exports', url },
  }),
  en: ({ name, file, month, failure, url }) => ({
    subject: `The ${month} export was not delivered`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `The monthly export ${file} could not be delivered. ${own[failure]?.en ?? `Last answer: ${failure}.`}`,
      'It is not retried for this month; its documents will also be in the next export. You can download the file and correct the delivery on the Exports page.',
    ],
    action: { label: 'View exports', url },
  }),
}
