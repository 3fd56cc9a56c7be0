import type { MailTemplate } from '../../frame'

type Params = { name: string; number: string; code: string }

export const signatureCode: MailTemplate<Params> = {
  fr: ({ name, number, code }) => ({
    subject: `Code pour signer le devis ${number}`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `Votre code pour signer le devis ${number} : ${code}`,
      'Il est valable dix minutes et ne sert qu’une fois. Si vous n’êtes pas en train de signer, ne le donnez à personne et changez votre mot de passe.',
    ],
  }),
  en: ({ name, number, code }) => ({
    subject: `Code to sign quote ${number}`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `Your code to sign quote ${number}: ${code}`,
      'It works once and expires in ten minutes. If you are not signing a quote, do not share it, and change your password.',
    ],
  }),
}
