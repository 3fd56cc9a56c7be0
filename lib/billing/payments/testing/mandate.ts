import { signMandateInput } from '../schema'

/** A test mandate, on an account that exists at no bank. */
export const testMandate = signMandateInput.parse({
  iban: 'DE89370400440532013000',
  bic: 'DEUTDEFF',
  holderName: 'Atelier Test',
  holderAddress: { line1: '1 rue du Test', postcode: '75001', city: 'Paris', countryCode: 'FR' },
  scheme: 'CORE',
  isAgreed: true,
})
