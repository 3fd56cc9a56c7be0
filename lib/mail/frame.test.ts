import { expect, test } from 'vitest'
import { splitLinks } from './client'
import { renderMail } from './frame'
import { mailTemplates } from './templates'

test('typed text is escaped in the HTML part and in the subject', () => {
  const { subject, html, text } = renderMail(
    {
      subject: 'Bonjour\r\nBcc: all@example.org',
      greeting: 'Bonjour <img src=x onerror=alert(1)>,',
      paragraphs: ['a & b'],
      action: { label: 'Ouvrir', url: 'https://portal.test/?a="b"' },
    },
    'fr',
  )
  expect(subject).toBe('Bonjour Bcc: all@example.org')
  expect(html).not.toContain('<img')
  expect(html).toContain('a &amp; b')
  expect(html).toContain('href="https://portal.test/?a=&quot;b&quot;"')
  expect(text).toContain('a & b')
})

test.each(Object.entries(mailTemplates))('%s has the same content in both languages', (_name, template) => {
  const render = template as Record<
    'fr' | 'en',
    (params: Record<string, string>) => ReturnType<typeof template.fr>
  >
  const given: Record<string, unknown> = {
    names: ['a'],
    causes: [{ name: 'a', spent: '1', usual: '2' }],
    failures: ['a'],
    servers: [{ name: 'a', isRunning: true }],
    startsAt: new Date('2026-11-25T08:00:00Z'),
    endsAt: null,
    startedAt: new Date('2026-11-25T08:00:00Z'),
    until: new Date('2026-11-25T09:00:00Z'),
    title: { fr: 'titre', en: 'title' },
    text: { fr: 'texte', en: 'text' },
    resources: ['a'],
    fast: ['a'],
    slow: ['b'],
    end: 'refused',
    step: 'formal_notice',
  }
  const standIn = (name: string) =>
    name in given ? given[name] : name.endsWith('Cents') ? '123456' : `<${name}>`
  const params = new Proxy({}, { get: (_target, key) => standIn(String(key)) }) as Record<string, string>
  const [fr, en] = [render.fr(params), render.en(params)]
  expect(fr.subject).not.toBe(en.subject)
  expect(fr.paragraphs.length).toBe(en.paragraphs.length)
  expect(fr.action?.url).toBe(en.action?.url)
})

test('links are split from a text, other words stay text', () => {
  expect(splitLinks('Voir :\nhttps://portal.test/a?b=c\njavascript:alert(1)')).toEqual([
    { kind: 'text', text: 'Voir :\n' },
    { kind: 'link', href: 'https://portal.test/a?b=c' },
    { kind: 'text', text: '\njavascript:alert(1)' },
  ])
})
