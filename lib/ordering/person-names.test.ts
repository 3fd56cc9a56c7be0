import { expect, test } from 'vitest'
import { createStaffInput, signUpInput, signUpInvitedInput } from '~/lib/identity/schema'
import { signQuoteInput } from './schema'

const nameFields = {
  'sign-up': signUpInput.shape.fullName,
  invitation: signUpInvitedInput.shape.fullName,
  'signer of a quote': signQuoteInput.shape.fullName,
  'capacity of a signer': signQuoteInput.shape.capacity,
  staff: createStaffInput.shape.fullName,
}

test.each(Object.entries(nameFields))(
  '%s: a name is one line without marks that change how it is read',
  (_who, field) => {
    expect(field.parse('  Anne   Besson ')).toBe('Anne Besson')
    expect(field.parse('Anne\n\nBesson')).toBe('Anne Besson')
    for (const name of ['Anne\u202e Besson', 'Anne\u0007', 'An\u200bne', '\u2066Anne', ''])
      expect(field.safeParse(name).success, JSON.stringify(name)).toBe(false)
  },
)
