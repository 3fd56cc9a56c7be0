import { expect, test } from 'vitest'
import type { TicketState } from '~/db/schema/support'
import type { Id } from '~/lib/kernel/ids'
import { answerDeadline, answerStatusOf, measureAnswers } from '../desk/response-objective'
import { identifyFile } from '../files/attachment'
import { isInScope, ticketScope } from './ticket-scope'
import { nextState, stateAt, type TicketEvent } from './ticket-state'

const at = (text: string) => new Date(`2026-11-${text}+01:00`)

const events: [string, TicketEvent, Record<TicketState, TicketState | null>][] = [
  [
    'staff take it',
    { kind: 'taken' },
    {
      new: 'in_progress',
      in_progress: 'in_progress',
      waiting: 'waiting',
      resolved: 'resolved',
      closed: null,
    },
  ],
  ...(['waiting', 'in_progress', 'resolved'] as const).map(
    (leaves): [string, TicketEvent, Record<TicketState, TicketState | null>] => [
      `support answers and leaves it ${leaves}`,
      { kind: 'support_answered', leaves },
      { new: leaves, in_progress: leaves, waiting: leaves, resolved: leaves, closed: null },
    ],
  ),
  [
    'the customer answers',
    { kind: 'customer_answered' },
    {
      new: 'new',
      in_progress: 'in_progress',
      waiting: 'in_progress',
      resolved: 'in_progress',
      closed: null,
    },
  ],
  [
    'the customer closes it',
    { kind: 'customer_closed' },
    { new: 'closed', in_progress: 'closed', waiting: 'closed', resolved: 'closed', closed: null },
  ],
  [
    'its period ends',
    { kind: 'time_passed' },
    { new: null, in_progress: null, waiting: null, resolved: 'closed', closed: null },
  ],
]
test.each(events)('%s', (_name, event, expected) => {
  const states = Object.keys(expected) as TicketState[]
  expect(Object.fromEntries(states.map((from) => [from, nextState(from, event)]))).toEqual(expected)
})

test('a ticket resolved seven days ago is closed, to the millisecond', () => {
  const resolved = { state: 'resolved' as const, resolvedAt: at('20T10:00:00') }
  expect(stateAt(resolved, new Date(at('27T10:00:00').getTime() - 1))).toBe('resolved')
  expect(stateAt(resolved, at('27T10:00:00'))).toBe('closed')
  expect(stateAt({ state: 'waiting', resolvedAt: null }, at('27T10:00:00'))).toBe('waiting')
})

test.each([
  // Around the clock, also on a Saturday night.
  ['critical', '28T23:30:00', '29T00:30:00', '29T00:00:00'],
  ['high', '27T16:00:00', '30T11:00:00', '27T18:00:00'],
  ['normal', '27T16:00:00', '30T15:00:00', '30T11:00:00'],
  ['low', '28T23:30:00', '01T16:00:00', '30T17:00:00'],
] as const)('%s, opened at %s, is due at %s', (priority, openedAt, dueAt, remindAt) => {
  const inMonth = (text: string) => (text.startsWith('01') ? new Date(`2026-12-${text}+01:00`) : at(text))
  expect(answerDeadline(priority, at(openedAt), null)).toEqual({
    dueAt: inMonth(dueAt),
    remindAt: inMonth(remindAt),
  })
})

test('for a service outage the contract can shorten the deadline, and never extends it', () => {
  const openedAt = at('28T23:30:00')
  const dueAt = (priority: 'critical' | 'high', minutes: number) =>
    answerDeadline(priority, openedAt, minutes).dueAt
  expect(dueAt('critical', 30)).toEqual(at('29T00:00:00'))
  expect(dueAt('critical', 240)).toEqual(at('29T00:30:00'))
  expect(dueAt('high', 30)).toEqual(answerDeadline('high', openedAt, null).dueAt)
})

const due = at('26T12:00:00')
test.each([
  ['in time', '26T12:00:00', null, 'kept'],
  ['late', '26T12:00:01', null, 'missed'],
  ['never, with the ticket closed before the deadline', null, '26T11:00:00', 'none'],
  ['never, with the ticket closed after the deadline', null, '26T13:00:00', 'missed'],
] as const)('a first answer given %s', (_how, answeredAt, closedAt, expected) => {
  const ticket = {
    answerDueAt: due,
    answeredAt: answeredAt && at(answeredAt),
    closedAt: closedAt && at(closedAt),
  }
  expect(answerStatusOf(ticket, at('30T12:00:00'))).toBe(expected)
})

test('a missing first answer is late from its deadline on', () => {
  const ticket = { answerDueAt: due, answeredAt: null, closedAt: null }
  expect(answerStatusOf(ticket, due)).toBe('pending')
  expect(answerStatusOf(ticket, new Date(due.getTime() + 1))).toBe('late')
})

test('statistics count reached or answered deadlines, and the median answer time', () => {
  const openedAt = at('26T10:00:00')
  const ticket = (answeredAt: string | null, closedAt: string | null = null) => ({
    openedAt,
    answerDueAt: due,
    answeredAt: answeredAt ? at(answeredAt) : null,
    closedAt: closedAt ? at(closedAt) : null,
  })
  expect(measureAnswers([], due)).toEqual({ measured: 0, kept: 0, medianMs: null })
  expect(
    measureAnswers([ticket('26T10:30:00'), ticket('26T13:00:00'), ticket(null, '26T10:05:00')], due),
  ).toEqual({ measured: 2, kept: 1, medianMs: 105 * 60_000 })
  expect(measureAnswers([ticket('26T10:30:00'), ticket('26T11:00:00'), ticket('26T11:10:00')], due)).toEqual({
    measured: 3,
    kept: 3,
    medianMs: 3_600_000,
  })
  expect(measureAnswers([ticket(null)], at('26T11:00:00'))).toEqual({ measured: 0, kept: 0, medianMs: null })
  expect(measureAnswers([ticket(null)], at('26T13:00:00'))).toEqual({ measured: 1, kept: 0, medianMs: null })
})

const [me, other] = ['acc_me', 'acc_other'] as Id<'account'>[] as [Id<'account'>, Id<'account'>]
const [here, there] = ['prj_here', 'prj_there'] as Id<'project'>[] as [Id<'project'>, Id<'project'>]
test.each([
  ['owner', {}, 'billing', null, true],
  ['reader', {}, 'billing', null, true],
  ['technical', {}, 'billing', null, false],
  ['technical', {}, 'sla_contest', null, true],
  ['approver', {}, 'sla_contest', null, false],
  ['approver', {}, 'incident', null, true],
  ['billing', {}, 'billing', null, true],
  ['billing', {}, 'sla_contest', here, true],
  ['billing', {}, 'incident', null, false],
  ['billing', { [here]: 'technical' }, 'incident', here, true],
  ['billing', { [here]: 'technical' }, 'incident', there, false],
  ['guest', {}, 'incident', null, false],
  ['guest', { [here]: 'reader' }, 'incident', here, true],
  ['guest', { [here]: 'reader' }, 'billing', here, false],
  ['guest', { [here]: 'billing' }, 'billing', here, true],
  ['guest', { [here]: 'technical' }, 'incident', there, false],
  ['guest', { [here]: 'technical' }, 'incident', null, false],
] as const)('%s with %o, of %s in %s: %s', (role, projectRoles, category, projectId, isSeen) => {
  const scope = ticketScope(me, { role, projectRoles })
  expect(isInScope(scope, { category, projectId, openedByAccountId: other })).toBe(isSeen)
  expect(isInScope(scope, { category, projectId, openedByAccountId: me })).toBe(true)
})

const text = (content: string) => new TextEncoder().encode(content)
const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const mebibyte = 1024 * 1024
const letters = (count: number) => new Uint8Array(count).fill(65)
const withByte = (bytes: Uint8Array, at: number, byte: number) => {
  bytes[at] = byte
  return bytes
}
test.each([
  ['../../journal du 3.log', text('12:00\tpanne\r\n'), 'journal du 3.log', 'text/plain; charset=utf-8'],
  ['mesures.CSV', text('a;b\n'), 'mesures.csv', 'text/csv; charset=utf-8'],
  ['écran.PNG', png, 'ecran.png', 'image/png'],
  ['a"\r\nset-cookie: x.txt', text('x'), 'aset-cookie x.txt', 'text/plain; charset=utf-8'],
])('%j is accepted', (name, content, kept, mediaType) => {
  expect(identifyFile({ name, content })).toMatchObject({
    name: kept,
    mediaType,
    sizeBytes: content.length,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
})

test.each([
  ['an HTML page', 'page.html', text('<script>alert(1)</script>'), 'attachment_kind'],
  ['an HTML page named as an image', 'page.png', text('<script>alert(1)</script>'), 'attachment_kind'],
  ['an image named as text', 'ecran.txt', png, 'attachment_kind'],
  ['a program named as a log', 'a.log', Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 0]), 'attachment_kind'],
  ['an image named as a PDF', 'ecran.pdf', png, 'attachment_kind'],
  ['no extension', 'fichier', text('x'), 'attachment_kind'],
  ['nothing', 'vide.txt', text(''), 'file_empty'],
  ['a file that is too large', 'gros.txt', letters(10 * mebibyte + 1), 'document_too_large'],
  [
    'a program after a mebibyte of text',
    'a.log',
    withByte(letters(2 * mebibyte), mebibyte, 0),
    'attachment_kind',
  ],
  [
    'half a character at the end',
    'a.log',
    withByte(letters(64 * 1024), 64 * 1024 - 1, 0xc3),
    'attachment_kind',
  ],
])('%s is rejected', (_what, name, content, reason) => {
  expect(() => identifyFile({ name, content })).toThrowError(
    expect.objectContaining({ code: 'invalid_input', field: 'files', params: { reason } }),
  )
})

test('a log of ten mebibytes is text, also with a two-byte character across a chunk boundary', () => {
  const journal = letters(10 * mebibyte)
  journal.set([0xc3, 0xa9], 64 * 1024 - 1)
  expect(identifyFile({ name: 'a.log', content: journal })).toMatchObject({ sizeBytes: 10 * mebibyte })
})
