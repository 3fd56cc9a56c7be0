import type { MailTemplate } from '../../frame'

type Kind = 'declared' | 'answered_before' | 'answered'

type Params = {
  kind: Kind
  name: string
  host: string
  /** Servers with a claim on it. */
  servers: number
  /** Empty unless `declared`. */
  declaredBy: string
  url: string
}

/** To staff: a host is declared lost and a second person is needed, or a host declared lost gave a sign of life. */
export const hostLoss: MailTemplate<Params> = {
  fr: ({ kind, name, host, servers, declaredBy, url }) => ({
    subject:
      kind === 'declared' ? `Hôte ${host} déclaré perdu` : `Alerte : l’hôte ${host}, déclaré perdu, répond`,
    greeting: `Bonjour ${name},`,
    paragraphs:
      kind === 'declared'
        ? [
            `${declaredBy} déclare que l’hôte ${host} est hors tension. Serveurs qu’il porte : ${servers}.`,
            'Rien ne démarre ailleurs tant qu’une seconde personne ne l’a pas confirmé. Avant de confirmer, assurez-vous par vous-même que la machine est éteinte.',
          ]
        : kind === 'answered_before'
          ? [
              `L’hôte ${host} répond de nouveau, alors que sa perte est déclarée mais pas confirmée.`,
              'Retirez la déclaration si la machine fonctionne : ses serveurs n’ont été démarrés nulle part ailleurs.',
            ]
          : [
              `L’hôte ${host} donne signe de vie alors que sa perte est confirmée. Serveurs encore à redémarrer : ${servers}.`,
              'Éteignez cette machine ou débranchez-la du réseau maintenant : deux serveurs porteraient la même adresse. Plus rien ne démarre ailleurs jusque-là. Effacez-la avant de la raccorder.',
            ],
    action: { label: 'Ouvrir la page de l’hôte', url },
  }),
  en: ({ kind, name, host, servers, declaredBy, url }) => ({
    subject:
      kind === 'declared' ? `Host ${host} declared lost` : `Alarm: host ${host}, declared lost, is answering`,
    greeting: `Hello ${name},`,
    paragraphs:
      kind === 'declared'
        ? [
            `${declaredBy} declares that host ${host} is powered off. Servers on the host: ${servers}.`,
            'No server restarts on another host until a second person confirms. Before you confirm, check yourself that the host is powered off.',
          ]
        : kind === 'answered_before'
          ? [
              `Host ${host} is answering again, but its loss is declared and not yet confirmed.`,
              'If the host works, withdraw the declaration: its servers were not restarted on other hosts.',
            ]
          : [
              `Host ${host} is answering although its loss is confirmed. Servers still to be restarted: ${servers}.`,
              'Power the host off or unplug its network now: two servers would have the same address. No more servers restart on other hosts until then. Wipe the host before reconnecting it.',
            ],
    action: { label: 'View host', url },
  }),
}
