import { expect, test } from 'vitest'
import { askToJoinInput, createStaffInput, signUpInput, signUpInvitedInput } from '~/lib/identity/schema'
import { decideOrderInput, signQuoteInput } from '../schema'

const nameFields = {
  'sign-up': signUpInput.shape.fullName,
  invitation: signUpInvitedInput.shape.fullName,
  'signer of a quote': signQuoteInput.shape.fullName,
  'capacity of a signer': signQuoteInput.shape.capacity,
  staff: createStaffInput.shape.fullName,
}

test.each(Object.entries(nameFields))(
  '%s: a name is one line without characters that change reading direction',
  (_who, field) => {
    expect(field.parse('  Anne   Besson ')).toBe('Anne Besson')
    expect(field.parse('Anne\n\nBesson')).toBe('Anne Besson')
    for (const name of ['Anne\u202e Besson', 'Anne\u0007', 'An\u200bne', '\u2066Anne', ''])
      expect(field.safeParse(name).success, JSON.stringify(name)).toBe(false)
  },
)

const messageFields = {
  'joining at sign-up': signUpInput.shape.joinMessage,
  joining: askToJoinInput.shape.message,
  'deciding about an order': decideOrderInput.shape.reason,
}

test.each(Object.entries(messageFields))(
  '%s: a message may be empty or multi-line, without such characters',
  (_who, field) => {
    expect(field.parse('')).toBe('')
    expect(field.parse('Bonjour,\r\nje suis le DSI.')).toBe('Bonjour,\nje suis le DSI.')
    for (const text of ['Bonjour\u202e', 'Bonjour\u0007']) expect(field.safeParse(text).success).toBe(false)
  },
)
