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
      kind === 'declared' ? `Host ${host} declared lost` : `Alarm: host ${host}, declared lost, answers`,
    greeting: `Hello ${name},`,
    paragraphs:
      kind === 'declared'
        ? [
            `${declaredBy} declares that the host ${host} has no power. Servers on it: ${servers}.`,
            'Nothing starts elsewhere until a second person confirms it. Before you confirm, make sure yourself that the machine is off.',
          ]
        : kind === 'answered_before'
          ? [
              `The host ${host} answers again, while its loss is declared but not confirmed.`,
              'Withdraw the declaration if the machine works: its servers were started nowhere else.',
            ]
          : [
              `The host ${host} gives a sign of life while its loss is confirmed. Servers still to be started again: ${servers}.`,
              'Power this machine off or unplug its network now: two servers would have one address. Nothing more starts elsewhere until then. Wipe it before you connect it.',
            ],
    action: { label: 'Open the page of the host', url },
  }),
}
