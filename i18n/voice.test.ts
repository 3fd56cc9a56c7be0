import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { loadMessages } from './load-messages'
import { flatten } from './testing/flatten'

/**
 * Words that do not belong in the English of software, with their replacement: idioms of earlier texts, and French
 * constructions in English words. A reader of the English screens and messages must not notice the first language of the
 * product.
 */
const forbidden: readonly [words: RegExp, instead: string][] = [
  [/\b(tell|tells|told)\b/, 'notify, send'],
  [/\b(say|says|said)\b/, 'show, enter, the noun'],
  [/\basked\b/, 'requested, required'],
  [/\bstands?\b/, 'is, exists'],
  [/\b(whoever|whatever)\b/, 'anyone who, the noun'],
  [/\b(nobody|somebody|anybody|everybody)\b/, 'no one, someone, anyone, everyone, or the noun'],
  [/\bof it\b/, 'the noun'],
  [/\bany more\b/, 'no longer'],
  [/(?<!-)\b(begin|begins|began|begun)\b/, 'start'],
  [/\bby (itself|themselves)\b/, 'automatically'],
  [/\b(put off|postponed by)\b/, 'snoozed'],
  [/\bcalled off\b/, 'cancelled'],
  [/\bput right\b/, 'corrected'],
  [/\b(taken|take) back\b/, 'withdrawn'],
  [/\b(given|give) back\b/, 'released'],
  [/\b(beside|nowhere|whereby|thereof|hereof)\b/, 'next to, no address'],
  [/\b(awaits?|awaited)\b/, 'waiting on'],
  [/\breckon(ed|ing)?\b/, 'calculated'],
  [/\ballot(s|ted)?\b/, 'allocated, assigned'],
  [/\b(refuse|refuses|refused|refusal)\b/, 'reject, decline, block'],
  [/\blook(s|ed)? (at|by|after)\b/, 'review, view'],
  [/\bto be looked at\b/, 'needs attention'],
  [/\bleads? (to|elsewhere|there)\b/, 'points to'],
  [/\bgood (for|once)\b/, 'valid for'],
  [/\b(your|my|their) space\b/, 'the portal'],
  [/\bsendings\b/, 'deliveries'],
  [/\bgestures?\b/, 'goodwill credit'],
  [/\b(your|the) telephone\b/, 'phone'],
  [/\be-mails?\b/, 'email'],
  [/\bby mail\b/, 'by email'],
  [/\bsecond factor\b/, 'two-factor authentication'],
  [/\bhead-room\b/, 'headroom'],
  [/\bmachines?\b(?<!virtual machines?)(?<!any machines?)(?<!@machines?)/, 'host, server'],
  [/\b(instance|saga|tenant)s?\b/, 'server, operation, organisation'],
  [/\breductions?\b/, 'discount, credit'],
  [/\bsignature rules?\b/, 'approval rule'],
  [/\bjournal\b/, 'audit log'],
  [/^see (the|all|my)\b[^.]*$/, 'View …, on a button'],
  [/\ba month excl\b/, 'per month'],
  [/\bunder way\b/, 'in progress'],
]

/** The states of an e-invoice have the names of the standard XP Z12-012. */
const isGiven = ([key]: readonly [string, string]) => key.startsWith('billingDelivery.code.')
/** Accounting keeps journals; everything else has an audit log. */
const isAccounting = (key: string) =>
  key.startsWith('billingExports.') || key.endsWith('purchase_accounts_set')

const root = path.resolve(import.meta.dirname, '..')
/** What a reader sees: without parameters and tags, whose names follow the code. */
const prose = (text: string) =>
  text.replace(/\{\w+(, (select|plural|number|date|selectordinal)[^{}]*)?/g, '').replace(/<\/?\w+>/g, '')

const screens = Object.entries(flatten(await loadMessages('en'))).filter((each) => !isGiven(each))
/** Messages and printed documents, whose texts are in the code. */
const files = execFileSync('git', ['ls-files', 'lib/mail/templates', 'lib/*-words.ts'], {
  cwd: root,
  encoding: 'utf8',
})
const written = files
  .split('\n')
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .flatMap((file) => {
    const english = readFileSync(path.join(root, file), 'utf8').split(/^ +(?=fr: |en: )/m)
    const parts = english.filter((part) => part.startsWith('en: ')).join('\n')
    const texts = [...parts.matchAll(/'([^'\n]+)'|`([^`]+)`/g)].map(
      ([, plain, template]) => plain ?? template ?? '',
    )
    return texts.map((text) => [file, text.replace(/\$\{[^}]*\}/g, '')] as [string, string])
  })

test.each(forbidden)('English texts do not use %s, but: %s', (words) => {
  const pattern = new RegExp(words.source, 'i')
  const found = [...screens.map(([key, text]) => [key, prose(text)] as const), ...written].filter(
    ([key, text]) => pattern.test(text) && !(words.source.includes('journal') && isAccounting(key)),
  )
  expect(found.map((each) => each.join(': '))).toEqual([])
})
