import type { DeliveryChannel } from '~/db/schema/billing/delivery'
import type { IssuedDocument } from '../invoices/issued-document'
import { treatmentOf } from '../vat/decide-treatment'

/** The channels of a document: always mail, plus the platform required by its legal treatment. Pure. */
export function chooseChannels({ buyer }: IssuedDocument): DeliveryChannel[] {
  switch (treatmentOf(buyer)) {
    case 'b2g':
      return ['mail', 'chorus_pro']
    case 'b2b':
      return ['mail', 'platform']
    case 'b2b_international':
    case 'b2c':
      return ['mail']
  }
}
