import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const operations = globSync('lib/api/operations/*.ts', { exclude: ['**/*.test.ts'] })
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n')
const named = new Set(operations.match(/\b[a-z]\w+\b/g))

/** Each action of an organisation with the use case that it runs. */
const actions = globSync('app/(portal)/o/**/actions.ts').flatMap((file) =>
  readFileSync(file, 'utf8')
    .split(/^export const /m)
    .slice(1)
    .map((text) => {
      const name = /^\w+/.exec(text)?.[0] ?? ''
      const run = text.slice(text.indexOf('},') + 2)
      // The function itself, or what an arrow function calls.
      const useCase =
        /=>\s*(?:\{[\s\S]*?\b)?(?:await |return )*(\w+)\(/.exec(run)?.[1] ?? /^\s*(\w+)/.exec(run)?.[1]
      // A change that may cost more: one use case with several kinds.
      const kind = useCase === 'askChange' ? /kind: '(\w+)'/.exec(run)?.[1] : undefined
      return { name, useCase: kind ?? useCase ?? '' }
    }),
)

/** Actions that remain those of a person, and why. The list only shrinks: a new action comes with its operation. */
const ofPeople: Readonly<Record<string, string>> = {
  acceptLegalVersionsAction: 'a person accepts terms',
  askSignatureCodeAction: 'a code is mailed to the person who signs',
  chooseAlertMailsAction: 'mails to the person who chooses them',
  createTokenAction: 'a token makes no other token',
  openConsoleAction: 'a console ends with the session of a person',
  readNoticesAction: 'what a person has read',
  revokeTokenAction: 'a token ends no other token',
  rotateTokenAction: 'a token does not prolong itself',
  saveOrderDraftAction: 'what a person has not finished typing',
  signMandateAction: 'a person signs',
  signQuoteAction: 'a person signs',
}

test('each action of an organisation has an operation of the API', () => {
  expect(actions.length).toBeGreaterThan(140)
  const without = actions.filter(({ useCase }) => !named.has(useCase)).map(({ name }) => name)
  expect(without.sort()).toEqual(Object.keys(ofPeople))
})
