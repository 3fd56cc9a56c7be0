import type { MailTemplate } from '../../frame'

type Params = {
  title: { fr: string; en: string }
  text: { fr: string; en: string }
  url: string
  unsubscribeUrl: string
}

/** An update of the public status page, for its subscribers. */
export const statusNews: MailTemplate<Params> = {
  fr: ({ title, text, url, unsubscribeUrl }) => ({
    subject: title.fr,
    greeting: 'Bonjour,',
    paragraphs: [text.fr],
    action: { label: 'Voir l’état des services', url },
    note: `Vous recevez ce message car vous êtes abonné à l’état des services. Se désabonner : ${unsubscribeUrl}`,
  }),
  en: ({ title, text, url, unsubscribeUrl }) => ({
    subject: title.en,
    greeting: 'Hello,',
    paragraphs: [text.en],
    action: { label: 'View service status', url },
    note: `You receive this message because you subscribed to service status updates. Unsubscribe: ${unsubscribeUrl}`,
  }),
}
