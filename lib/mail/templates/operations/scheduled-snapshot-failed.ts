import type { MailTemplate } from '../../frame'

export const scheduledSnapshotFailed: MailTemplate<{ name: string; volume: string; url: string }> = {
  fr: ({ name, volume, url }) => ({
    subject: `L’instantané planifié du volume ${volume} n’a pas été pris`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `L’instantané planifié du volume ${volume} n’a pas pu être pris. Les précédents sont toujours là.`,
      'La page du volume indique pourquoi. Un nouvel essai aura lieu à la prochaine échéance ; vous ne recevrez pas d’autre message tant que cela dure.',
    ],
    action: { label: 'Voir le volume', url },
  }),
  en: ({ name, volume, url }) => ({
    subject: `The scheduled snapshot of ${volume} failed`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `The scheduled snapshot of volume ${volume} failed. Earlier snapshots are kept.`,
      'See the reason on the volume’s page. The next attempt is at the next scheduled time; you will get no other message while this continues.',
    ],
    action: { label: 'View volume', url },
  }),
}
