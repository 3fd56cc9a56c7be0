export { operatorLink, portalLink } from './links'
export { queueMail } from './queue-mail'
export { hasMailbox, listMailbox, readMailboxMail } from './read-mailbox'
export { sendMail } from './send-mail'
