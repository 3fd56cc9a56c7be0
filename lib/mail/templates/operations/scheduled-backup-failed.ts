import type { MailTemplate } from '../../frame'

export const scheduledBackupFailed: MailTemplate<{ name: string; volume: string; url: string }> = {
  fr: ({ name, volume, url }) => ({
    subject: `La sauvegarde planifiée du volume ${volume} n’a pas été faite`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `La sauvegarde planifiée du volume ${volume} n’a pas pu être faite. Les précédentes sont toujours là.`,
      'La page du volume indique pourquoi. Un nouvel essai aura lieu à la prochaine échéance ; vous ne recevrez pas d’autre message tant que cela dure.',
    ],
    action: { label: 'Voir le volume', url },
  }),
  en: ({ name, volume, url }) => ({
    subject: `The scheduled backup of ${volume} failed`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `The scheduled backup of volume ${volume} failed. Earlier backups are kept.`,
      'See the reason on the volume’s page. The next attempt is at the next scheduled time; you will get no other message while this continues.',
    ],
    action: { label: 'View volume', url },
  }),
}
